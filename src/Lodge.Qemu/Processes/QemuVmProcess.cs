using System.Net.Sockets;
using System.Threading.Channels;
using Lodge.Engine.Ports;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Qemu.Agents;
using Lodge.Qemu.Checkpoints;
using Lodge.Qemu.Companions;
using Lodge.Qemu.DiskJobs;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Live;
using Lodge.Qemu.Logs;
using Lodge.Qemu.Meters;
using Lodge.Qemu.Monitors;
using Lodge.Qemu.Panel;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Devices.Characters;
using Lodge.Qemu.RunFolders;
using Lodge.Qemu.Saving;
using Lodge.Qemu.Snapshots;
using Lodge.Qemu.Tuning;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Processes;

/// <summary>What a running QEMU is made of, handed over by the launch or the reattach that brought it here.</summary>
/// <param name="Process">The process.</param>
/// <param name="Session">Its monitor.</param>
/// <param name="Record">Its run record, with the runtime in it.</param>
/// <param name="Paths">Where its files live.</param>
/// <param name="Companions">The processes beside it.</param>
/// <param name="Tuner">Turns its knobs on the host.</param>
internal sealed record QemuParts(
    ProcessHandle Process, QmpSession Session, RunRecordFile Record, VmPaths Paths, CompanionGroup Companions, VmTuner Tuner);

/// <summary>One running QEMU, by its monitor and its pidfd.</summary>
internal sealed class QemuVmProcess : IVmProcess
{
    private readonly QemuParts _parts;
    private readonly Quitter _quitter;
    private readonly SaveWriter _saves;
    private readonly ResetButton _reset;
    private readonly QemuPanel _panel;
    private readonly AgentLink _agentLink;
    private readonly LiveMachine _live;
    private readonly QemuQuestions _questions;
    private readonly ResetEchoes _echoes = new();
    private readonly Channel<VmProcessEvent> _events = Channel.CreateUnbounded<VmProcessEvent>();
    private readonly Task _pump;
    private volatile Action<MonitorEvent>? _listener;

    public QemuVmProcess(QemuParts parts, LaunchTools tools)
    {
        _parts = parts;
        _quitter = new Quitter(parts, tools.Cleaner);
        _live = new LiveMachine(parts, tools);
        _saves = new SaveWriter(parts.Session, Runtime);
        _reset = new ResetButton(parts.Session, () => Runtime.Definition);
        _panel = new QemuPanel(parts.Session, Runtime.Definition, new DumpFolder(parts.Paths.Dumps));
        _agentLink = new AgentLink(Runtime.Definition.Name, () => AgentChannel.Find(Runtime.Definition, parts.Paths), parts.Session);
        Agent = new QemuGuestAgent(_agentLink);
        _questions = new QemuQuestions(parts.Session, () => Runtime);
        Meters = new QemuMeters(_questions.AskAsync, () => Runtime, tools.Links.Read, parts.Tuner.Counters.Read);
        Disks = new DiskImages(parts.Session, new BlockNodes(parts.Session, parts.Process.Pid, Runtime.Definition.Name), _questions.ForgetDisks);
        Blocks = new VmBlocks(parts, tools.Claims);
        BlockJobs = new VmBlockJobs(parts, tools.Claims);
        Bitmaps = new VmBitmaps(parts.Session, new BlockNodes(parts.Session, parts.Process.Pid, Runtime.Definition.Name));
        Memory = new MemoryProbe(parts.Session, _questions.ExpectDirtyRate);
        Monitor = new RawMonitor(parts.Session);
        _pump = PumpAsync();
        parts.Companions.Watch(parts.Process, OnCompanionEnded);
    }

    public VmRuntime Runtime => _parts.Record.Current.Runtime ?? throw new InvalidOperationException("The record has no runtime.");

    public ChannelReader<VmProcessEvent> Events => _events.Reader;

    public IVmPanel Panel => _panel;

    public IVmDisks Disks { get; }

    public IVmBlocks Blocks { get; }

    public IVmBlockJobs BlockJobs { get; }

    public IImageBitmaps Bitmaps { get; }

    public IVmMemoryProbe Memory { get; }

    public IVmMonitor Monitor { get; }

    public IGuestAgent Agent { get; }

    public IVmLive Live => _live;

    public IVmMeters Meters { get; }

    public Task Exited => _parts.Process.Exited;

    public async Task<GuestRunState> QueryStateAsync(CancellationToken cancellationToken) =>
        RunStates.Of((await _parts.Session.ExecuteAsync(new QueryStatusCommand(), cancellationToken)).Status);

    public Task<DateTime?> QueryClockAsync(CancellationToken cancellationToken) => RealTimeClock.ReadAsync(_parts.Session, cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) => _parts.Session.ExecuteAsync(new ContCommand(), cancellationToken);

    public Task PauseAsync(CancellationToken cancellationToken) => _parts.Session.ExecuteAsync(new StopCommand(), cancellationToken);

    public Task PowerDownAsync(CancellationToken cancellationToken) =>
        _parts.Session.ExecuteAsync(new SystemPowerdownCommand(), cancellationToken);

    public Task ResetAsync(CancellationToken cancellationToken) => _reset.PressAsync(cancellationToken);

    public Task WakeUpAsync(CancellationToken cancellationToken) =>
        _parts.Session.ExecuteAsync(new SystemWakeupCommand(), cancellationToken);

    public void Listen(Action<MonitorEvent> listener) => _listener = listener;

    public Task QuitAsync(CancellationToken cancellationToken) => _quitter.QuitAsync(cancellationToken);

    public Task SaveAsync(string path, SavedStateHeader header, IProgress<double> progress, CancellationToken cancellationToken) =>
        _saves.WriteAsync(path, header, progress, cancellationToken);

    public Task AbandonSaveAsync(string path, CancellationToken cancellationToken) => _saves.AbandonAsync(path, cancellationToken);

    /// <summary>Brings what a former daemon may have left changed back to what the definition says.</summary>
    public Task RestorePolicyAsync(CancellationToken cancellationToken) => _reset.RestorePolicyAsync(cancellationToken);

    public Task<Stream> ConnectSerialAsync(int index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Runtime.Definition.Serials.Count);
        var alias = SerialDevices.AliasOf(Runtime.Definition.Serials[index], index);
        return ConnectAsync(SerialDevices.SocketOf(_parts.Paths, alias, index), $"Serial port {index}", cancellationToken);
    }

    public Task<Stream> ConnectPortAsync(string alias, CancellationToken cancellationToken) =>
        ConnectAsync(_parts.Paths.PortSocket(alias), $"'{alias}'", cancellationToken);

    private async Task<Stream> ConnectAsync(string socket, string what, CancellationToken cancellationToken)
    {
        try
        {
            return new NetworkStream(await UnixSockets.ConnectAsync(socket, cancellationToken), ownsSocket: true);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed, $"{what} of VM '{Runtime.Definition.Name}' cannot be reached: {failure.Message}", cause: failure);
        }
    }

    public void WriteIntent(RunIntent intent)
    {
        try
        {
            _parts.Record.Change(record => record with
            {
                Intent = intent,
                Runtime = record.Runtime! with
                {
                    Definition = intent.Definition, DefinitionRevision = intent.Revision, Differs = intent.Differs, Taints = intent.Taints,
                },
            });
        }
        catch (DirectoryNotFoundException)
        {
            // The VM has ended and its run folder is gone: there is nothing left to tell a later daemon.
            return;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"What happens to VM '{Runtime.Definition.Name}' cannot be written to its run folder: {failure.Message}",
                "See that the daemon's run folder is writable and not full.",
                failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reset.Dispose();
        await _agentLink.DisposeAsync();
        await _parts.Session.DisposeAsync();
        await _pump;
        _parts.Tuner.Counters.Dispose();
        _parts.Companions.Dispose();
        _parts.Process.Dispose();
    }

    private async Task PumpAsync()
    {
        await _parts.Session.PumpAsync(OnEvent, reason => _events.Writer.TryWrite(new ControlLost(reason)), CatchUpAsync);
        if (_parts.Process.Exited.IsCompletedSuccessfully)
        {
            var exit = await _parts.Process.Exited;
            _events.Writer.TryWrite(new ProcessExited(_quitter.WasAsked, ExitWords.Of(exit), QemuLog.LastWords(_parts.Paths.QemuLog)));
        }

        _events.Writer.TryComplete();
    }

    private void OnEvent(QmpEvent happened)
    {
        if (happened.Text is { } text)
        {
            _listener?.Invoke(new MonitorEvent(text.Name, happened.Timestamp, text.Data));
        }

        _reset.Observe(happened);
        if (_live.Observe(happened) is { } released)
        {
            _events.Writer.TryWrite(new DeviceReleased(released));
        }

        _panel.Observe(happened);
        _questions.Observe(happened);
        _agentLink.Observe(happened);
        if (!_echoes.IsEcho(happened) && EventTranslator.Translate(happened, Runtime.Definition) is { } translated)
        {
            _events.Writer.TryWrite(translated);
        }
    }

    // It is struck off the record before it is told, so that a later daemon does not tell of it again.
    private void OnCompanionEnded(CompanionEnded ended)
    {
        try
        {
            _parts.Record.Change(record => record with { Companions = _parts.Companions.RecordsOrNull });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return; // At worst it is told twice.
        }
        finally
        {
            _events.Writer.TryWrite(ended);
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        _questions.Forget();
        try
        {
            if (RunStates.Missed(await QueryStateAsync(cancellationToken)) is { } missed)
            {
                _events.Writer.TryWrite(missed);
            }
        }
        catch (LodgeException)
        {
            // The new connection broke too; the session tries again and comes back here.
            return;
        }
    }
}
