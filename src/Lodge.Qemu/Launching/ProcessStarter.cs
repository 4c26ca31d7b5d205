using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Launch;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Companions.Tpm;
using Lodge.Qemu.Launching.Graphics;
using Lodge.Qemu.Logs;
using Lodge.Qemu.Planning;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Launching;

/// <summary>A QEMU that was just executed.</summary>
/// <param name="Process">The process.</param>
/// <param name="Security">How it is confined.</param>
/// <param name="QemuVersion">Version of the binary, as probed.</param>
/// <param name="Companions">The processes beside it.</param>
internal sealed record StartedProcess(
    ProcessHandle Process, SecurityReport Security, string QemuVersion, CompanionGroup Companions);

/// <summary>Makes what a plan needs on the host, and starts the process.</summary>
internal sealed class ProcessStarter(LaunchTools tools)
{
    private const string KvmDevice = "/dev/kvm";

    private readonly CompanionStarter _companions = new(tools.Shim, tools.Options.StartDeadline);
    private readonly TpmFactory _tpms = new(tools.Spawner);

    /// <summary>Starts the process; completes when QEMU has been executed.</summary>
    /// <exception cref="LodgeException">It was not; what was made is on the undo stack.</exception>
    public async Task<StartedProcess> StartAsync(
        QemuPlan plan, VmPaths paths, VmClaim claim, ISecretValues secrets, UndoStack undo, CancellationToken cancellationToken)
    {
        await MakeFilesAsync(plan, paths, claim.Name, cancellationToken);
        if (plan.OwnFolder is { } own)
        {
            OwnFolderMaker.Make(own, claim.Uid);
        }

        var cgroup = MakeCgroup(claim, undo);
        var companions = await StartCompanionsAsync(plan, new CompanionHost(claim.Name, paths, claim.Uid, cgroup), undo, cancellationToken);
        var confined = ConfinedPlan.Of(plan, paths, claim.Uid, GroupsFor(plan, claim), cgroup);
        using var descriptors = await OpenDescriptorsAsync(plan, companions, claim, secrets);
        using var log = ProgramLog.Begin(paths.QemuLog, plan.Binary, plan.CommandLine);
        var launched = await LaunchAsync(confined, descriptors, log, claim.Name, cancellationToken);
        undo.Push(() => EndAsync(launched.Process));
        var version = (await tools.Facts.GetAsync(cancellationToken)).Version;
        return new StartedProcess(launched.Process, launched.Security, version, new CompanionGroup(companions));
    }

    private async Task<IReadOnlyList<Companion>> StartCompanionsAsync(
        QemuPlan plan, CompanionHost host, UndoStack undo, CancellationToken cancellationToken)
    {
        if (plan.Tpm is { } tpm)
        {
            await _tpms.MakeIfMissingAsync(tpm, host, cancellationToken);
        }

        return await _companions.StartAllAsync(plan.Companions, host, undo, cancellationToken);
    }

    private static async Task<DescriptorOpener> OpenDescriptorsAsync(
        QemuPlan plan, IReadOnlyList<Companion> companions, VmClaim claim, ISecretValues secrets)
    {
        try
        {
            return DescriptorOpener.OpenAll(plan, asOtherUser: claim.Uid is not null, companions, secrets);
        }
        catch (LodgeException failure)
        {
            throw await CompanionTrouble.ExplainAsync(companions, claim.Name) is { } cause ? new LodgeException(cause, failure) : failure;
        }
    }

    private static async Task MakeFilesAsync(QemuPlan plan, VmPaths paths, string vm, CancellationToken cancellationToken)
    {
        try
        {
            PrivateFolder.Make(paths.LogFolder);
            if (plan.Variables is { } store)
            {
                PrivateFolder.Make(paths.StateFolder);
                await VariableStoreFile.PrepareAsync(store, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The files of VM '{vm}' cannot be made: {failure.Message}",
                "See that the daemon's state and log folders are writable and not full.",
                failure);
        }
    }

    private IReadOnlyList<string> MakeCgroup(VmClaim claim, UndoStack undo)
    {
        try
        {
            var cgroup = tools.Cgroups.Value.Create(claim.VmId.ToString("D"));
            undo.Push(async () =>
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                await cgroup.KillAsync(limit.Token);
                await cgroup.RemoveAsync(limit.Token);
            });
            return cgroup.ProcsFiles;
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed, $"The control group of VM '{claim.Name}' cannot be made: {failure.Message}.", cause: failure);
        }
    }

    // /dev/kvm usually belongs to the group 'kvm'. One that belongs to root's group is open to all, or of no use.
    private static IReadOnlyList<uint> GroupsFor(QemuPlan plan, VmClaim claim)
    {
        if (plan.Accelerator.Kind != Accelerator.Kvm || claim.Uid is null)
        {
            return [];
        }

        var group = FileIdentity.Of(KvmDevice).Gid;
        return group == 0 ? [] : [group];
    }

    private async Task<LaunchedProcess> LaunchAsync(
        LaunchPlan confined, DescriptorOpener descriptors, SafeFileHandle log, string vm, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(tools.Options.StartDeadline);
        try
        {
            return await tools.Shim.LaunchAsync(confined, descriptors.Passed, log, limit.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"QEMU was not executed for VM '{vm}' in {tools.Options.StartDeadline.TotalSeconds:0} s.",
                "The host may be overloaded, or the storage that holds QEMU or the VM's files does not answer.",
                late);
        }
        catch (LaunchFailedException failure)
        {
            throw LaunchTrouble.Of(failure, vm, confined.Executable);
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed, $"VM '{vm}' could not be started: {failure.Message}.", cause: failure);
        }
    }

    private static async Task EndAsync(ProcessHandle process)
    {
        using (process)
        {
            process.Signal(Signals.Kill);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
    }
}
