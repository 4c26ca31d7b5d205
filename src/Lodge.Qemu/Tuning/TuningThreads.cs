namespace Lodge.Qemu.Tuning;

/// <summary>A thread of a QEMU with the number that the definition knows it by.</summary>
/// <param name="Number">Number of the vCPU or I/O thread.</param>
/// <param name="Thread">The kernel's id.</param>
internal readonly record struct NumberedThread(int Number, int Thread);

/// <summary>The threads of one QEMU at one moment.</summary>
/// <param name="Vcpus">Those that run vCPUs.</param>
/// <param name="IoThreads">Those that serve disks by themselves.</param>
/// <param name="Emulator">All others.</param>
internal sealed record TuningThreads(
    IReadOnlyList<NumberedThread> Vcpus, IReadOnlyList<NumberedThread> IoThreads, IReadOnlyList<int> Emulator)
{
    /// <summary>Sorts the threads of a process.</summary>
    /// <param name="all">All of them.</param>
    /// <param name="vcpus">Those that QEMU names as vCPUs. One thread may run all of them (TCG with an instruction counter).</param>
    /// <param name="ioThreads">Those that QEMU names as I/O threads.</param>
    public static TuningThreads Of(IReadOnlyList<int> all, IReadOnlyList<NumberedThread> vcpus, IReadOnlyList<NumberedThread> ioThreads) => new(
        [.. vcpus.OrderBy(vcpu => vcpu.Number)],
        [.. ioThreads.OrderBy(ioThread => ioThread.Number)],
        [.. all.Except(vcpus.Concat(ioThreads).Select(known => known.Thread)).Order()]);
}
