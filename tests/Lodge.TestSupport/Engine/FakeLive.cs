using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Guest;

namespace Lodge.TestSupport.Engine;

/// <summary>The devices of a <see cref="FakeQemu"/>, plugged and unplugged.</summary>
internal sealed class FakeLive(Fate fate, FakeQemu qemu) : IVmLive
{
    public Task<string?> WhyNotAsync(LiveStep step, VmDefinition running, CancellationToken cancellationToken) =>
        Task.FromResult(qemu.Lacks?.Invoke(step));

    public async Task ApplyAsync(LiveStep step, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken)
    {
        await Task.Yield();
        fate.Touch();
        if (qemu.Refuses?.Invoke(step) == true)
        {
            throw new LodgeException(ErrorCode.HypervisorFailed, $"QEMU refused to {step.What}.");
        }

        qemu.Changes.Enqueue(step.What);
        switch (step)
        {
            case AttachStep attach:
                qemu.Devices.TryAdd(attach.Device.Alias!, 0);
                break;
            case DetachStep detach:
                qemu.Devices.TryRemove(detach.Device.Alias!, out _);
                break;
        }

        fate.Touch();
    }

    public async Task ForgetAsync(DeviceDefinition device, VmDefinition running, CancellationToken cancellationToken)
    {
        await Task.Yield();
        fate.Touch();
        qemu.Changes.Enqueue($"forget {device.Alias}");
    }

    public Task<GuestMemory> ReadMemoryAsync(BalloonDefinition balloon, CancellationToken cancellationToken) =>
        Task.FromResult(new GuestMemory { Present = 512L << 20, UpdatedAt = DateTimeOffset.UnixEpoch, Total = 480L << 20, Free = 100L << 20 });

    public Task<IReadOnlySet<string>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(qemu.Devices.Keys.ToHashSet());
}
