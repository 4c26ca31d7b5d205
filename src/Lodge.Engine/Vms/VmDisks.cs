using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms;

/// <summary>The images behind the disks of VMs.</summary>
public sealed class VmDisks
{
    private readonly VmCore _core;
    private readonly IHypervisor _hypervisor;

    internal VmDisks(VmCore core, IHypervisor hypervisor) => (_core, _hypervisor) = (core, hypervisor);

    /// <summary>Changes the size of a disk of a running VM. What is cut off a disk is lost.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="disk">Name of the disk, or path of its image.</param>
    /// <param name="bytes">What the guest shall see, more than 0.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">There is no such disk, it cannot be written, or QEMU refused.</exception>
    public async Task ResizeAsync(string vm, string disk, long bytes, CancellationToken cancellationToken)
    {
        if (bytes <= 0)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"A disk has more than 0 bytes, not {bytes}.");
        }

        await WithDiskAsync(vm, disk, "have a disk resized", (live, present) => live.Process.Disks.ResizeAsync(present, bytes, cancellationToken), cancellationToken);
    }

    /// <summary>Has an event told, once, when the guest of a running VM writes beyond a mark in an image's file.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="disk">Name of the disk, or path of its image.</param>
    /// <param name="bytes">The mark, 0 or more; 0 takes it away.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">There is no such disk, it cannot be written, or QEMU refused.</exception>
    public async Task MarkAsync(string vm, string disk, long bytes, CancellationToken cancellationToken)
    {
        if (bytes < 0)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"A mark is at 0 bytes or more, not at {bytes}.");
        }

        await WithDiskAsync(vm, disk, "have a disk watched", (live, present) => live.Process.Disks.MarkAsync(present, bytes, cancellationToken), cancellationToken);
    }

    /// <summary>Reads a piece of a raw image, as the host has it at this moment.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="disk">Name of the disk, or path of its image.</param>
    /// <param name="offset">Where it begins, 0 or more.</param>
    /// <param name="length">How many bytes, up to <see cref="Peeking.Most"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LodgeException">There is no such disk, it is not raw, or too short.</exception>
    public async Task<byte[]> PeekAsync(string vm, string disk, long offset, int length, CancellationToken cancellationToken)
    {
        var present = _core.Inventory.Get(vm);
        var found = Find(present, present.CurrentDefinition, disk);
        if (offset < 0 || length is < 0 or > Peeking.Most)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"0 to {Peeking.Most} bytes can be read at once, from 0 on, not {length} from {offset}.");
        }

        if (found.Source?.HostPath() is not { } path || found.Format is not (null or DiskFormat.Raw))
        {
            throw new LodgeException(ErrorCode.Unsupported, $"Disk '{disk}' of VM '{present.Name}' is no raw image of this host, and only those can be read so.");
        }

        var piece = await _hypervisor.PeekAsync(path, offset, length, cancellationToken);
        return piece.Length == length
            ? piece
            : throw new LodgeException(ErrorCode.InvalidArgument, $"The image of disk '{disk}' has no {length} bytes from byte {offset} on.");
    }

    private async Task WithDiskAsync(
        string vm, string disk, string verb, Func<LiveVm, DiskDefinition, Task> act, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "work on a disk", cancellationToken);
        var present = _core.Inventory.Get(id);
        var live = _core.Live.Get(present, verb);
        var found = Find(present, live.Intent.Definition, disk);
        if (found.ReadOnly || found.Source is null || found.Device == DiskDevice.Cdrom)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"The guest of VM '{present.Name}' cannot write to '{disk}', so that it keeps its size.");
        }

        await act(live, found);
    }

    private static DiskDefinition Find(Vm vm, VmDefinition definition, string name) =>
        definition.FindDisk(name) ?? throw new LodgeException(ErrorCode.InvalidArgument, $"VM '{vm.Name}' has no disk '{name}'.");
}
