namespace Lodge.Libvirt.Wire;

/// <summary>The peer broke the framing; nothing that follows could be understood, so the connection ends.</summary>
/// <param name="reason">What was wrong.</param>
internal sealed class OutOfStepException(string reason) : Exception(reason);
