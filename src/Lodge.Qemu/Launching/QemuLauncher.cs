using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Linux.Processors;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Tuning;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Facts;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Host;
using Lodge.Qemu.Images;
using Lodge.Qemu.Meters;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Devices.Nics;
using Lodge.Qemu.Planning.Graphics;
using Lodge.Qemu.Processes;
using Lodge.Qemu.RunFolders;
using Lodge.Qemu.Tuning;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Launching;

/// <summary>
/// Starts one QEMU, step by step. Whatever fails, all steps before it are undone. The run record is written before
/// the process is started, so that a daemon that starts later finds whatever this one left in between.
/// </summary>
internal sealed partial class QemuLauncher(LaunchTools tools, ILogger<QemuLauncher> logger)
{
    private readonly ProcessStarter _starter = new(tools);
    private readonly MonitorOpener _monitors = new(tools);

    /// <summary>Starts a VM with its guest standing still.</summary>
    /// <exception cref="LodgeException">It did not start; nothing is left of it.</exception>
    public async Task<IVmProcess> LaunchAsync(VmLaunchRequest request, CancellationToken cancellationToken)
    {
        NicPlugs.ThrowIfMissing(request.Definition, request.Plugs);
        var id = request.Definition.Id;
        var paths = tools.Folders.Of(id);
        await ClearLeftoversAsync(id, paths, cancellationToken);
        var chains = await DiskChains.OfAsync(request.Definition, cancellationToken);
        var saved = request.RestoreFrom is { } file ? await SavedState.OpenAsync(file, cancellationToken) : null;
        using var openSaved = saved;
        using var ports = tools.Ports.Reserve(request.Definition.Graphics);
        var plan = await PlanAsync(request.Definition, paths, chains, saved, request.Plugs, ports.Ports, cancellationToken);

        if (plan.IsTainted)
        {
            Tainted(request.Definition.Name);
        }

        await using var undo = new UndoStack(trouble => UndoFailed(request.Definition.Name, trouble));
        var claim = tools.Claims.Take(id, request.Definition.Name, [.. Claims(request.Definition, chains)]);
        undo.Push(() => tools.Claims.Release(id));
        undo.Push(() => tools.Cleaner.RemoveUnusedSharedMemory(id));
        var record = MakeRunFolder(request, paths, undo);
        await LendAsync(request.Definition, claim, record, undo, cancellationToken);
        var launched = await _starter.StartAsync(plan, paths, claim, request.Secrets, undo, cancellationToken);
        record.Change(old => old with
        {
            Runtime = Runtime(request, plan, claim, launched),
            ProcessStartTime = launched.Process.StartTime,
            Companions = launched.Companions.RecordsOrNull,
        });

        var session = await _monitors.OpenAsync(request.Definition.Name, paths, launched, cancellationToken);
        undo.Push(async () => await session.DisposeAsync());
        var counters = new PerfCounters(launched.Process.Pid);
        undo.Push(counters.Dispose);
        var tuner = new VmTuner(request.Definition, launched.Process.Pid, counters, session, tools.Cgroups, tools.SessionLogger);
        await tuner.StartAsync(TuningProfiles.Fill(request.Definition), cancellationToken);
        await _monitors.FinishAsync(session, plan, saved, request.Definition, paths, launched, cancellationToken);
        var places = await PortPlaces.FindAsync(session, request.Definition, paths, cancellationToken);
        record.Change(old => old with
        {
            Runtime = old.Runtime! with
            {
                Ports = places,
                QemuVersion = session.Version.ToString(),
                Security = SeccompState.AddTo(old.Runtime.Security, launched.Process.Pid),
            },
        });
        undo.Keep();
        return new QemuVmProcess(new QemuParts(launched.Process, session, record, paths, launched.Companions, tuner), tools);
    }

    /// <summary>The program and arguments that a VM would be started with now; nothing is made for it.</summary>
    public async Task<IReadOnlyList<string>> PreviewAsync(VmDefinition definition, CancellationToken cancellationToken)
    {
        var chains = await DiskChains.OfAsync(definition, cancellationToken);
        using var ports = tools.Ports.Reserve(definition.Graphics);
        var plan = await PlanAsync(definition, tools.Folders.Of(definition.Id), chains, null, [], ports.Ports, cancellationToken);
        return [plan.Binary, .. plan.CommandLine];
    }

    // On the record before they are taken, so that whoever clears the VM away gives them back.
    private async Task LendAsync(VmDefinition definition, VmClaim claim, RunRecordFile record, UndoStack undo, CancellationToken cancellationToken)
    {
        if (tools.Lender.Plan(definition) is { Count: > 0 } loans)
        {
            record.Change(old => old with { Loans = loans });
            undo.Push(() => tools.Lender.GiveBack(loans));
            await tools.Lender.TakeAsync(loans, claim.Uid, cancellationToken);
        }
    }

    private async Task ClearLeftoversAsync(Guid id, VmPaths paths, CancellationToken cancellationToken)
    {
        if (Directory.Exists(paths.RunFolder) && !tools.Claims.Holders.Contains(id))
        {
            await tools.Cleaner.EndAndClearAsync(id, cancellationToken);
        }
    }

    private async Task<QemuPlan> PlanAsync(
        VmDefinition asked, VmPaths paths, IReadOnlyList<ImageChain> chains, SavedState? saved, IReadOnlyList<NicPlug> plugs, IReadOnlyList<ChosenPorts> ports, CancellationToken cancellationToken)
    {
        var facts = await tools.Facts.GetAsync(cancellationToken);
        var kvm = await tools.Kvm.GetAsync(cancellationToken);
        var definition = TuningProfiles.Fill(asked);
        var accelerator = Choose(definition, saved, kvm, facts);
        var now = DateTimeOffset.Now;
        return QemuPlanner.Plan(new PlanInput
        {
            Definition = definition,
            Facts = facts,
            Accelerator = accelerator,
            Cpus = CpuNeeds.HostModels(definition.Cpu) ? await tools.CpuModels.GetAsync(accelerator.Kind, cancellationToken) : null,
            Now = now,
            ZoneOffset = GuestZone.OffsetOf(definition.Clock, now),
            HostSmbios = definition.Boot.Smbios is { Mode: SmbiosMode.Host } ? HostSmbios.Read() : null,
            MemoryEncryption = definition.LaunchSecurity is null ? null : MemoryEncryption.Read(),
            Paths = paths,
            Programs = CompanionPrograms.Find(),
            HasOwnUsers = tools.Options.Uids is not null,
            Disks = chains,
            Ports = ports,
            TlsFolder = tools.Options.TlsFolder,
            HostNodes = HostNodes.Find(asked),
            Plugs = plugs,
            HasVhostNet = asked.Nics.Any(NicPlugs.Has) && VhostNet.IsUsable(),
            Incoming = saved is { Header.Tag: null },
            MachineName = saved?.Header.MachineName,
            KeptFirmware = KeptFirmware.Read(paths, definition.Boot),
            HostTscKilohertz = definition.Machine.Type == MachineType.Microvm ? TimeStampCounter.ReadKilohertz() : null,
        });
    }

    // A guest that goes on from a saved state has seen its processor, and must find the same again.
    private AcceleratorChoice Choose(VmDefinition definition, SavedState? saved, KvmReport kvm, QemuFacts facts) =>
        saved is { Header.Accel: not Accelerator.Auto and var before }
            ? AcceleratorChoice.Decide(before, tools.Options.Accelerator with { AllowFallback = false }, kvm, facts.HasKvm, "the saved state")
            : AcceleratorChoice.Decide(definition.Accel, tools.Options.Accelerator, kvm, facts.HasKvm);

    private static RunRecordFile MakeRunFolder(VmLaunchRequest request, VmPaths paths, UndoStack undo)
    {
        try
        {
            PrivateFolder.Make(Path.GetDirectoryName(paths.RunFolder)!);
            PrivateFolder.Make(paths.RunFolder);
            undo.Push(() => Directory.Delete(paths.RunFolder, recursive: true));
            var record = new RunRecordFile(paths.Record, new RunRecord { Intent = request.Intent });
            record.Change(same => same);
            return record;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The run folder of VM '{request.Definition.Name}' cannot be made: {failure.Message}",
                "See that the daemon's run folder is writable and not full.",
                failure);
        }
    }

    private static VmRuntime Runtime(VmLaunchRequest request, QemuPlan plan, VmClaim claim, StartedProcess launched) => new()
    {
        ProcessId = launched.Process.Pid,
        StartedAt = DateTimeOffset.UtcNow,
        Definition = request.Definition,
        DefinitionRevision = request.Revision,
        Accel = plan.Accelerator.Kind,
        AccelReason = plan.Accelerator.Reason,
        QemuVersion = launched.QemuVersion,
        MachineName = plan.MachineName,
        Uid = claim.Uid,
        Security = launched.Security,
        Displays = plan.Displays,
        ConsoleLog = plan.ConsoleLog,
        Plugs = request.Plugs.Count == 0 ? null : request.Plugs,
        MemoryIsShared = MemoryNeeds.MustBeShared(request.Definition),
    };

    private static IEnumerable<ImageClaim> Claims(VmDefinition definition, IReadOnlyList<ImageChain> chains) =>
        chains.SelectMany((chain, index) => ImageClaim.Of(chain, definition.Disks[index].ReadOnly));

    [LoggerMessage(4002, LogLevel.Warning, "VM {Vm} is tainted: its definition gives QEMU arguments, variables or properties that Lodge does not know")]
    private partial void Tainted(string vm);

    [LoggerMessage(4001, LogLevel.Error, "A step of the failed start of VM {Vm} could not be undone; the next start of the daemon clears it")]
    private partial void UndoFailed(string vm, Exception trouble);
}
