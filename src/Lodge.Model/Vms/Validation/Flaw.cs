namespace Lodge.Model.Vms.Validation;

/// <summary>One thing that is wrong with a definition.</summary>
/// <param name="Field">Where, as a path in its JSON: <c>disks[0].source.path</c>.</param>
/// <param name="Problem">What is wrong, in words that follow the path: <c>must be 1 to 4096, and is 0</c>.</param>
public sealed record Flaw(string Field, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field} {Problem}";
}
