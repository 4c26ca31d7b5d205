using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Changes;

/// <summary>What of a change a running VM can take now.</summary>
/// <param name="Steps">What is to be done, in order.</param>
/// <param name="After">The definition that runs when all of it is done.</param>
/// <param name="Waiting">What has to wait for the next start.</param>
public sealed record ChangePlan(IReadOnlyList<LiveStep> Steps, VmDefinition After, IReadOnlyList<WaitingChange> Waiting)
{
    /// <summary>The plan without a step, whose part of the change waits for the next start like others.</summary>
    /// <param name="step">One of the steps.</param>
    /// <param name="why">Why the running VM cannot take it, one sentence.</param>
    public ChangePlan Postpone(LiveStep step, string why)
    {
        var without = step.Inverse().ApplyTo(After);
        var known = Waiting.Select(change => change.Path).ToHashSet();
        var late = DefinitionDifference.Paths(without, After).Where(path => !known.Contains(path)).Select(path => new WaitingChange(path, why));
        return new ChangePlan([.. Steps.Where(other => !ReferenceEquals(other, step))], without, [.. Waiting, .. late]);
    }
}

/// <summary>A change that counts from the next start on.</summary>
/// <param name="Path">Where in the definition, such as <c>boot.firmware</c>.</param>
/// <param name="Why">Why it cannot be done while the VM runs, one sentence.</param>
public sealed record WaitingChange(string Path, string Why);

/// <summary>What a change is made to.</summary>
[JsonConverter(typeof(KebabEnumConverter<ChangeScope>))]
public enum ChangeScope
{
    /// <summary>The definition, and the running VM as far as it can take the change; the rest waits for the next start.</summary>
    Both = 0,

    /// <summary>The running VM only, until it stops; all of the change or nothing.</summary>
    Live = 1,

    /// <summary>The definition only: counts from the next start on.</summary>
    Next = 2,
}

/// <summary>What became of a change.</summary>
/// <param name="Vm">The VM afterwards.</param>
/// <param name="Applied">What was done to the running VM, in words.</param>
/// <param name="Waiting">What counts from the next start on.</param>
public sealed record ChangeOutcome(Vm Vm, IReadOnlyList<string> Applied, IReadOnlyList<WaitingChange> Waiting)
{
    /// <summary>Alias of the device that was attached, changed or detached; null for a change of a whole definition.</summary>
    public string? Device { get; init; }
}
