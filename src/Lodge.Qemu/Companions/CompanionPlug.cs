using Lodge.Linux;
using Lodge.Model.Errors;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;
using Lodge.Qemu.RunFolders;

namespace Lodge.Qemu.Companions;

/// <summary>Starts companions for devices that are plugged into a running QEMU, and ends those of devices that were taken out.</summary>
internal sealed class CompanionPlug(LaunchTools tools, CompanionGroup group, RunRecordFile record, VmPaths paths)
{
    /// <summary>Starts what a device needs, before QEMU is told of the device.</summary>
    /// <param name="plans">What to start.</param>
    /// <param name="undo">Gets how to end it again.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>Those that were started.</returns>
    /// <exception cref="LodgeException">One was not started.</exception>
    public async Task<IReadOnlyList<Companion>> StartAsync(IReadOnlyList<CompanionPlan> plans, UndoStack undo, CancellationToken cancellationToken)
    {
        if (plans.Count == 0)
        {
            return [];
        }

        var runtime = record.Current.Runtime!;
        var cgroup = tools.Cgroups.Value.Open(runtime.Definition.Id.ToString("D"));
        var host = new CompanionHost(runtime.Definition.Name, paths, runtime.Uid, cgroup.ProcsFiles);
        var starter = new CompanionStarter(tools.Shim, tools.Options.StartDeadline);
        var started = new List<Companion>();
        foreach (var plan in plans)
        {
            var companion = await starter.StartAsync(plan, host, cancellationToken);
            undo.Push(() => EndAsync([plan], CancellationToken.None));
            group.Add(companion);
            started.Add(companion);
            Note();
        }

        return started;
    }

    /// <summary>Ends what a device needed, after QEMU has let go of it.</summary>
    /// <exception cref="LodgeException">The kernel does not let a process end.</exception>
    public async Task EndAsync(IReadOnlyList<CompanionPlan> plans, CancellationToken cancellationToken)
    {
        if (plans.Count == 0)
        {
            return;
        }

        foreach (var plan in plans)
        {
            await group.RemoveAsync(plan.Name, cancellationToken);
        }

        Note();
    }

    private void Note() => record.Change(old => old with { Companions = group.RecordsOrNull });
}
