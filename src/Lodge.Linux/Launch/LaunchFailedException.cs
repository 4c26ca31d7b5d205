namespace Lodge.Linux.Launch;

/// <summary>A program was not started: lodge-launch refused, or could not execute it. It never ran.</summary>
/// <param name="refusal">Which step failed, and why.</param>
/// <param name="inner">The failed call, when lodge-launch itself could not be started.</param>
public sealed class LaunchFailedException(LaunchRefusal refusal, Exception? inner = null)
    : Exception($"The launch failed at '{refusal.Step}': {refusal.Reason}", inner)
{
    /// <summary>Which step failed, and why.</summary>
    public LaunchRefusal Refusal { get; } = refusal;
}
