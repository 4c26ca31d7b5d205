using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Vms.Changes;

/// <summary>
/// Divides a change of a running VM into what can be done now and what waits for the next start. Pure. One method a
/// part of the definition; whatever none of them took over, waits.
/// </summary>
public static class ChangePlanner
{
    private const string PasswordFixed =
        "Whether a display asks for a password is fixed when QEMU starts; a password that is there can be changed.";

    private const string NotLive = "It is fixed when QEMU starts.";

    /// <summary>Plans the change.</summary>
    /// <param name="running">What runs, complete.</param>
    /// <param name="wanted">What is wanted, complete: devices have aliases and addresses.</param>
    public static ChangePlan Plan(VmDefinition running, VmDefinition wanted)
    {
        var steps = new List<LiveStep>();
        var why = new Dictionary<string, string>();
        var after = TakePolicies(running, wanted, steps);
        after = TakeCompute(after, wanted, steps);
        after = TakeGraphics(after, wanted, steps, why);
        after = DeviceChanges.Take(after, wanted, steps, why);
        var waiting = DefinitionDifference.Paths(after, wanted)
            .Select(path => new WaitingChange(path, why.GetValueOrDefault(path, NotLive)));
        return new ChangePlan(steps, after, [.. waiting]);
    }

    // What only the daemon looks at changes at once, and takes no step.
    private static VmDefinition TakePolicies(VmDefinition running, VmDefinition wanted, List<LiveStep> steps)
    {
        if (StopsAtReboot(running) != StopsAtReboot(wanted))
        {
            steps.Add(new RebootPolicyStep(running.OnReboot, wanted.OnReboot));
        }

        return running with
        {
            Name = wanted.Name,
            Title = wanted.Title,
            Description = wanted.Description,
            OnPowerOff = wanted.OnPowerOff,
            OnReboot = wanted.OnReboot,
            OnCrash = wanted.OnCrash,
            Autostart = wanted.Autostart,
            Kept = Kept(running.Kept, wanted.Kept),
        };
    }

    // What QEMU is given besides is its own from its start on.
    private static KeptXml? Kept(KeptXml? running, KeptXml? wanted) =>
        wanted?.Qemu == running?.Qemu ? wanted
        : wanted?.Metadata is null && running?.Qemu is null ? null
        : new KeptXml { Metadata = wanted?.Metadata, Qemu = running?.Qemu };

    private static bool StopsAtReboot(VmDefinition definition) => definition.OnReboot != LifecycleAction.Restart;

    private static VmDefinition TakeCompute(VmDefinition running, VmDefinition wanted, List<LiveStep> steps)
    {
        var after = running;
        if (running.Balloon is not null && running.Memory.Size == wanted.Memory.Size && running.Memory.Current != wanted.Memory.Current)
        {
            var memory = running.Memory with { Current = wanted.Memory.Current };
            steps.Add(new BalloonStep(running.Memory, memory));
            after = after with { Memory = memory };
        }

        var cpu = running.Cpu with { Current = wanted.Cpu.Current, Vcpus = wanted.Cpu.Vcpus };
        if (running.Cpu.Count == wanted.Cpu.Count && !VcpuPresence.Of(cpu).SequenceEqual(VcpuPresence.Of(running.Cpu)))
        {
            steps.Add(new VcpuStep(running.Cpu, cpu));
            after = after with { Cpu = cpu };
        }

        var tuning = Tunable(running.Tuning, wanted.Tuning);
        if (!DefinitionDifference.Same(after, after with { Tuning = tuning }))
        {
            steps.Add(new TuningStep(running.Tuning, tuning));
            after = after with { Tuning = tuning };
        }

        return after;
    }

    // The profile decides what QEMU is started with, and which I/O threads there are; the rest is the host's.
    private static TuningDefinition? Tunable(TuningDefinition? running, TuningDefinition? wanted)
    {
        if (wanted is null && running?.Profile is null && running?.IoThreads is null)
        {
            return null;
        }

        var threads = SameThreads(running?.IoThreads, wanted?.IoThreads) ? wanted?.IoThreads : running?.IoThreads;
        var tuning = (wanted ?? new()) with { Profile = running?.Profile, IoThreads = threads };
        return running is null && tuning == new TuningDefinition() ? null : tuning;
    }

    private static bool SameThreads(IReadOnlyList<IoThreadDefinition>? running, IReadOnlyList<IoThreadDefinition>? wanted) =>
        running.OrEmpty().Select(thread => thread.Id).Order().SequenceEqual(wanted.OrEmpty().Select(thread => thread.Id).Order());

    // Whether a display asks for a password at all is part of how it was opened.
    private static VmDefinition TakeGraphics(
        VmDefinition running, VmDefinition wanted, List<LiveStep> steps, Dictionary<string, string> why)
    {
        var displays = new List<GraphicsDefinition>();
        foreach (var before in running.Graphics)
        {
            var other = wanted.Graphics.FirstOrDefault(other => other.Type == before.Type) ?? before;
            var after = before with { Connected = other.Connected };
            if ((before.Password is null) == (other.Password is null))
            {
                after = after with { Password = other.Password, PasswordExpires = other.PasswordExpires };
            }
            else
            {
                why[$"graphics[{displays.Count}].password"] = PasswordFixed;
            }

            if (after.Password != before.Password || after.PasswordExpires != before.PasswordExpires)
            {
                steps.Add(new GraphicsPasswordStep(before, after));
            }

            displays.Add(after);
        }

        return running with { Graphics = displays };
    }
}
