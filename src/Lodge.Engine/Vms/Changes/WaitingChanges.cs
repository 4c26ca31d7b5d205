using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;

namespace Lodge.Engine.Vms.Changes;

/// <summary>What waits for a VM's next start. Pure.</summary>
internal static class WaitingChanges
{
    /// <summary>What of a change waits.</summary>
    /// <param name="before">The VM before it.</param>
    /// <param name="after">The VM after it.</param>
    /// <param name="plan">How what runs was changed; null when it was not touched.</param>
    public static IReadOnlyList<WaitingChange> Of(Vm before, Vm after, ChangePlan? plan) => plan?.Waiting
        ?? (after.Runtime is null
            ? []
            : [.. DefinitionDifference.Paths(before.Definition, after.Definition).Select(path => new WaitingChange(path, "Only the definition was changed."))]);

    /// <summary>
    /// What earlier changes have left to wait, or have changed only in what runs. It is told to who changes a whole
    /// definition, and not with each device that comes or goes.
    /// </summary>
    public static IEnumerable<WaitingChange> LeftOver(ChangeOutcome outcome) => outcome.Vm.Runtime is not { } runtime
        ? []
        : DefinitionDifference.Paths(runtime.Definition, outcome.Vm.Definition)
            .Except(outcome.Waiting.Select(change => change.Path))
            .Select(path => new WaitingChange(path, "It is left over from an earlier change."));
}
