namespace Lodge.Linux.Launch;

/// <summary>Ends a launch inside lodge-launch, before the program runs.</summary>
/// <param name="step">Which step failed.</param>
/// <param name="reason">The reason, in a sentence.</param>
internal sealed class LaunchRefusedException(string step, string reason) : Exception(reason)
{
    /// <summary>What goes to the status pipe.</summary>
    public LaunchRefusal Refusal { get; } = new(step, reason);
}
