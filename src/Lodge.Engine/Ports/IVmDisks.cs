using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Ports;

/// <summary>The images behind the disks of a running QEMU.</summary>
public interface IVmDisks
{
    /// <summary>Changes the size that the guest sees; QEMU tells the guest.</summary>
    /// <param name="disk">The disk as it runs.</param>
    /// <param name="bytes">The new size.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">QEMU refused.</exception>
    Task ResizeAsync(DiskDefinition disk, long bytes, CancellationToken cancellationToken);

    /// <summary>Has it told, once, when the guest writes beyond a mark in the image's file (<see cref="DiskFilled"/>).</summary>
    /// <param name="disk">The disk as it runs.</param>
    /// <param name="bytes">The mark; 0 takes it away.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">QEMU refused.</exception>
    Task MarkAsync(DiskDefinition disk, long bytes, CancellationToken cancellationToken);
}
