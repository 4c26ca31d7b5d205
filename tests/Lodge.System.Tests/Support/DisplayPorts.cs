namespace Lodge.System.Tests.Support;

/// <summary>
/// Tests whose guests have displays at TCP ports, one after the other: two daemons that choose a free port at the same
/// moment choose the same.
/// </summary>
internal static class DisplayPorts
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "displays at TCP ports";
}
