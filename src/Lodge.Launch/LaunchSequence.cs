using Lodge.Linux.Errors;
using Lodge.Linux.Launch;

namespace Lodge.Launch;

/// <summary>
/// The launch from plan to program. The order matters: what needs privileges comes before they are dropped, and the
/// rules that would keep this process itself from its work come last. The first failure ends it: no program runs
/// less confined than planned.
/// </summary>
/// <param name="status">Where a failure is told.</param>
internal sealed class LaunchSequence(StatusPipe status)
{
    private string _step = "plan";

    /// <summary>Becomes the program; returns the exit status when that failed.</summary>
    public int Run(int planDescriptor)
    {
        try
        {
            status.CloseOnExecute();
            var plan = PlanFile.Read(planDescriptor);
            Validate(plan);
            Confine(plan);
            _step = "exec";
            throw ProgramExecution.Run(plan, status);
        }
        catch (LaunchRefusedException refused)
        {
            status.Refuse(refused.Refusal);
            return LaunchStatus.RefusedExit;
        }
        catch (LinuxException failed)
        {
            status.Refuse(new LaunchRefusal(_step, failed.Message));
            return _step == "exec" ? LaunchStatus.NotExecutedExit : LaunchStatus.RefusedExit;
        }
        catch (Exception unforeseen)
        {
            // The boundary of this program: whatever it is, the VM must not run and the daemon must be told.
            status.Refuse(new LaunchRefusal(_step, $"An unforeseen {unforeseen.GetType().Name}: {unforeseen.Message}"));
            return LaunchStatus.RefusedExit;
        }
    }

    private static void Validate(LaunchPlan plan)
    {
        var faults = LaunchPlanValidator.Validate(plan, LaunchSurroundings.OfThisProcess());
        if (faults.Count > 0)
        {
            throw new LaunchRefusedException("plan", string.Join(' ', faults));
        }
    }

    private void Confine(LaunchPlan plan)
    {
        Step("session", () => Confinement.CheckSession());
        Step("cgroups", () => Confinement.JoinCgroups(plan));
        Step("oom", () => Confinement.AdjustOom(plan));
        Step("memory nodes", () => Confinement.BindMemory(plan));
        Step("folder", () => Confinement.EnterFolder(plan));
        Step("descriptors", () => Confinement.CloseOthers(plan));
        using var landlock = Step("landlock", () => Confinement.PrepareLandlock(plan));
        Step("limits", () => Confinement.SetLimits(plan));
        Step("identity", () => Confinement.DropPrivileges(plan));
        Step("landlock", () => landlock?.RestrictSelf());
    }

    private void Step(string name, Action action)
    {
        _step = name;
        action();
    }

    private T Step<T>(string name, Func<T> function)
    {
        _step = name;
        return function();
    }
}
