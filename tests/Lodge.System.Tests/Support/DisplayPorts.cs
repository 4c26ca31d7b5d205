namespace Lodge.System.Tests.Support;

/// <summary>
/// Tests whose guests have displays at TCP ports, one after the other. Daemons of Lodge claim ports from each other; the
/// clients of these tests are other programs, and do not.
/// </summary>
internal static class DisplayPorts
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "displays at TCP ports";
}
