using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Linux.Errors;
using Lodge.Linux.Launch;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Qemu.Logs;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Companions;

/// <summary>Starts companions.</summary>
internal sealed class CompanionStarter(ShimLauncher shim, TimeSpan deadline)
{
    /// <summary>Starts a VM's companions side by side; completes when all have been executed.</summary>
    /// <param name="plans">What to start.</param>
    /// <param name="host">What they share with their VM.</param>
    /// <param name="undo">Gets how to end each.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="LodgeException">One was not started; the undo stack ends the others.</exception>
    public async Task<IReadOnlyList<Companion>> StartAllAsync(
        IReadOnlyList<CompanionPlan> plans, CompanionHost host, UndoStack undo, CancellationToken cancellationToken)
    {
        if (plans.Count == 0)
        {
            return [];
        }

        var starts = plans.Select(plan => StartAsync(plan, host, cancellationToken)).ToList();
        await Task.WhenAny(Task.WhenAll(starts)); // All have come to an end, good or bad.
        foreach (var start in starts.Where(start => start.IsCompletedSuccessfully))
        {
            var started = await start;
            undo.Push(() => KillAsync(started));
        }

        return await Task.WhenAll(starts);
    }

    /// <summary>Starts one companion; completes when it has been executed. Nobody has connected to it then.</summary>
    /// <exception cref="LodgeException">It was not started, and nothing is left of it.</exception>
    public async Task<Companion> StartAsync(CompanionPlan plan, CompanionHost host, CancellationToken cancellationToken)
    {
        if (plan.OwnFolder is { } folder)
        {
            CompanionFolder.Prepare(folder, plan.KeptCapabilities is null ? host.Uid : null, plan.Role);
        }

        var confined = ConfinedCompanion.Of(plan, host.Paths, host.Uid, host.CgroupProcsFiles);
        using var socket = CompanionSocket.Make(plan);
        using var log = ProgramLog.Begin(plan.Log, plan.Program, plan.Arguments);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        try
        {
            var launched = await shim.LaunchAsync(
                confined, [new PassedDescriptor(socket.Own, CompanionPlan.ListeningDescriptor)], log, limit.Token);
            var record = new CompanionRecord(plan.Name, plan.Role, plan.Program, launched.Process.Pid, launched.Process.StartTime, plan.Log);
            return new Companion(record, launched.Process) { Connection = socket.TakeForQemu() };
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"The {plan.Role} of VM '{host.VmName}' was not executed in {deadline.TotalSeconds:0} s.",
                $"The host may be overloaded, or the storage that holds '{plan.Program}' does not answer.",
                late);
        }
        catch (LaunchFailedException failure)
        {
            throw CompanionTrouble.NotStarted(failure, plan, host.VmName);
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed, $"The {plan.Role} of VM '{host.VmName}' could not be started: {failure.Message}.", cause: failure);
        }
    }

    private static async Task KillAsync(Companion companion)
    {
        using (companion)
        {
            if (companion.Process is { } process)
            {
                process.Signal(Signals.Kill);
                await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
            }
        }
    }
}

/// <summary>What companions share with the VM they are of.</summary>
/// <param name="VmName">The VM's name, for errors.</param>
/// <param name="Paths">Where its files live.</param>
/// <param name="Uid">Its user; null for the daemon's own.</param>
/// <param name="CgroupProcsFiles">Its control groups.</param>
internal sealed record CompanionHost(string VmName, VmPaths Paths, int? Uid, IReadOnlyList<string> CgroupProcsFiles);
