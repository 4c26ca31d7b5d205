namespace Lodge.Model.Host;

/// <summary>How a processor of the host, or all of them together, spent the time since the boot.</summary>
/// <param name="KernelNanoseconds">In the kernel, interrupts included.</param>
/// <param name="UserNanoseconds">In programs, guests included.</param>
/// <param name="IdleNanoseconds">With nothing to do.</param>
/// <param name="IoWaitNanoseconds">With nothing to do but to wait for a disk.</param>
public sealed record HostCpuTimes(long KernelNanoseconds, long UserNanoseconds, long IdleNanoseconds, long IoWaitNanoseconds);
