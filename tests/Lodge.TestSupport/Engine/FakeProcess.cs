using System.Threading.Channels;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.TestSupport.Engine;

/// <summary>One daemon's grip on a <see cref="FakeQemu"/>.</summary>
internal sealed class FakeProcess(FakeWorld world, Fate fate, FakeQemu qemu, VmRuntime runtime) : IVmProcess
{
    public VmRuntime Runtime => world.RunFolder.TryGetValue(qemu.VmId, out var record) ? record.Runtime ?? runtime : runtime;

    public ChannelReader<VmProcessEvent> Events { get; } = qemu.Listen();

    public IVmPanel Panel { get; } = new FakePanel(world, fate, qemu);

    public IVmDisks Disks => new FakeDisks(qemu);

    public IVmBlocks Blocks => new FakeBlocks(world, fate, qemu);

    public IImageBitmaps Bitmaps => new FakeBitmaps(world, fate, qemu);

    public IVmBlockJobs BlockJobs => new FakeBlockJobs(world, fate, qemu);

    public IVmMemoryProbe Memory => new FakeDisks(qemu);

    public IVmMonitor Monitor { get; } = new FakeMonitor(qemu);

    public IGuestAgent Agent => qemu.Agent;

    public IVmLive Live { get; } = new FakeLive(fate, qemu);

    public IVmMeters Meters => new FakeVmMeters(qemu, () => Runtime);

    public Task Exited => qemu.Exited.Task;

    public Task<GuestRunState> QueryStateAsync(CancellationToken cancellationToken) => Asking(() => qemu.State);

    public Task<DateTime?> QueryClockAsync(CancellationToken cancellationToken) => Asking(() => qemu.Clock);

    public Task ResumeAsync(CancellationToken cancellationToken) => Asking(() =>
    {
        qemu.HasRun = true;
        qemu.State = GuestRunState.Running;
        qemu.GoOn(world);
        return 0;
    });

    public Task PauseAsync(CancellationToken cancellationToken) => Asking(() => qemu.State = GuestRunState.Paused);

    public Task PowerDownAsync(CancellationToken cancellationToken) => Asking(() =>
    {
        qemu.Presses++;
        if (qemu.ObeysPowerButton && qemu.State == GuestRunState.Running)
        {
            qemu.PowerOff();
        }

        return 0;
    });

    public Task ResetAsync(CancellationToken cancellationToken) => Asking(() =>
    {
        qemu.Resets++;
        return qemu.State = qemu.State == GuestRunState.Running ? GuestRunState.Running : GuestRunState.Paused;
    });

    public Task WakeUpAsync(CancellationToken cancellationToken) => Asking(() => qemu.State = GuestRunState.Running);

    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        fate.Touch();
        world.Processes.TryRemove(qemu.VmId, out _);
        qemu.End(asked: true);
        fate.Touch();
        world.RunFolder.TryRemove(qemu.VmId, out _);
        fate.Touch();
    }

    public async Task SaveAsync(string path, SavedStateHeader header, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await Task.Yield();
        fate.Touch();
        world.PartialFiles[path] = true;
        fate.Touch();
        try
        {
            await world.SaveGate.WaitAsync(cancellationToken);
            progress.Report(0.5);
            if (world.SaveFailure is { } failure)
            {
                throw failure;
            }
        }
        catch (Exception failure) when (failure is not SimulatedCrashException)
        {
            fate.Touch();
            world.PartialFiles.TryRemove(path, out _);
            throw;
        }

        fate.Touch();
        qemu.State = GuestRunState.Saving;
        world.PartialFiles.TryRemove(path, out _);
        world.SavedFiles[path] = header;
        fate.Touch();
    }

    public Task AbandonSaveAsync(string path, CancellationToken cancellationToken) => Asking(() => world.PartialFiles.TryRemove(path, out _));

    public Task<Stream> ConnectPortAsync(string alias, CancellationToken cancellationToken) => Asking(qemu.ConnectSerial);

    public Task<Stream> ConnectSerialAsync(int index, CancellationToken cancellationToken) => Asking(qemu.ConnectSerial);

    public void Listen(Action<MonitorEvent> listener) => qemu.Listener = listener;

    public void WriteIntent(RunIntent intent)
    {
        fate.Touch();
        if (world.RunFolder.TryGetValue(qemu.VmId, out var record))
        {
            world.RunFolder[qemu.VmId] = record with
            {
                Intent = intent,
                Runtime = record.Runtime! with
                {
                    Definition = intent.Definition, DefinitionRevision = intent.Revision, Differs = intent.Differs, Taints = intent.Taints,
                },
            };
        }

        fate.Touch();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> Asking<T>(Func<T> act)
    {
        await Task.Yield();
        fate.Touch();
        if (qemu.Exited.Task.IsCompleted)
        {
            throw new LodgeException(ErrorCode.HypervisorFailed, "QEMU is gone.");
        }

        var answer = act();
        fate.Touch();
        return answer;
    }
}
