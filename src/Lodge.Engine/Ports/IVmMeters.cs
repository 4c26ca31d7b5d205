using Lodge.Model.Vms.Usage;

namespace Lodge.Engine.Ports;

/// <summary>Tells what one running QEMU has used.</summary>
public interface IVmMeters
{
    /// <summary>What the host counts for the process; never asks QEMU. Null when the process has just ended.</summary>
    ProcessUsage? ReadProcess();

    /// <summary>
    /// Reads what is wanted. A QEMU that does not answer in time is no failure: its part is missing then, and
    /// <see cref="VmUsage.Missing"/> says why. While such a QEMU owes an answer, it is not asked again nor waited for.
    /// </summary>
    /// <param name="parts">What is wanted.</param>
    /// <param name="patience">How long QEMU has to answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<VmUsage> ReadAsync(UsageParts parts, TimeSpan patience, CancellationToken cancellationToken);
}
