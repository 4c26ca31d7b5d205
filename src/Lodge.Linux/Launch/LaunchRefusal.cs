namespace Lodge.Linux.Launch;

/// <summary>Why lodge-launch did not become the program: its one line on the status pipe.</summary>
/// <param name="Step">Which step failed, such as <c>plan</c>, <c>landlock</c> or <c>exec</c>.</param>
/// <param name="Reason">The reason, in a sentence.</param>
public sealed record LaunchRefusal(string Step, string Reason);
