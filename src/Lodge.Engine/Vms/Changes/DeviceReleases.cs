using Lodge.Model.Events;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms.Changes;

/// <summary>Brings a running definition up to date with devices that came or went while nobody waited for it.</summary>
internal sealed class DeviceReleases(VmCore core)
{
    private readonly LiveApplication _application = new(core);

    /// <summary>Strikes a device that the guest released late off the definition of what runs.</summary>
    public async Task ForgetAsync(LiveVm live, string alias)
    {
        using var pass = await core.Gates.QueueAsync(live.VmId, "release of a device", CancellationToken.None);
        var running = live.Intent.Definition;
        if (!ReferenceEquals(core.Live.Find(live.VmId), live))
        {
            return;
        }

        if (VcpuPresence.NumberOf(alias) is { } vcpu)
        {
            if ((await live.Process.Live.ListAsync(CancellationToken.None)).Contains(alias))
            {
                return; // It was plugged in again meanwhile.
            }

            _application.Settle(live, running with { Cpu = VcpuPresence.Without(running.Cpu, vcpu) }, core.Inventory.Get(live.VmId), null);
            return;
        }

        if (running.FindDevice(alias) is not { } device)
        {
            return;
        }

        await live.Process.Live.ForgetAsync(device, running, CancellationToken.None);
        await core.Plugging.UnplugAsync(live.VmId, alias);
        _application.Settle(live, DeviceEditing.Without(running, alias), core.Inventory.Get(live.VmId), null);
        core.States.Announce(EventKind.VmDeviceRemoved, core.Inventory.Get(live.VmId), alias);
    }

    /// <summary>
    /// Settles a plugging that a former daemon was at when it ended. What came half-way is taken back; a device that
    /// QEMU has and the record does not know is told of, since it is in use maybe.
    /// </summary>
    public async Task SettleAsync(LiveVm live, string alias, CancellationToken cancellationToken)
    {
        var present = (await live.Process.Live.ListAsync(cancellationToken)).Contains(alias);
        var running = live.Intent.Definition;
        var known = running.FindDevice(alias);
        var vm = core.Inventory.Get(live.VmId);
        IReadOnlyList<string>? differs = (known, present) switch
        {
            (null, true) => [.. live.Intent.Differs ?? [], $"{alias} was being plugged in when lodged ended, and QEMU has it"],
            _ => live.Intent.Differs,
        };
        if (known is not null && !present)
        {
            await live.Process.Live.ForgetAsync(known, running, cancellationToken);
            running = DeviceEditing.Without(running, alias);
        }

        _application.Settle(live, running, vm, differs);
    }
}
