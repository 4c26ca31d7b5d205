using Lodge.Model.Errors;
using Lodge.Model.Vms.Usage;

namespace Lodge.Engine.Ports;

/// <summary>A running guest's memory, looked at from outside.</summary>
public interface IVmMemoryProbe
{
    /// <summary>Reads a piece of it.</summary>
    /// <param name="address">Where it begins.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="isVirtual">Whether the address is one of the first processor's at this moment, not of the machine's memory.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">Nothing is there, or QEMU does not answer.</exception>
    Task<byte[]> PeekAsync(long address, int length, bool isVirtual, CancellationToken cancellationToken);

    /// <summary>Begins to measure how fast the guest changes its memory; <see cref="VmUsage.DirtyRate"/> tells.</summary>
    /// <param name="seconds">For how long.</param>
    /// <param name="method">How.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">QEMU cannot measure so, or measures already.</exception>
    Task MeasureDirtyRateAsync(int seconds, DirtyRateMethod method, CancellationToken cancellationToken);
}
