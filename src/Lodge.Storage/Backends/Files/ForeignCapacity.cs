using System.Buffers.Binary;
using Lodge.Model.Storage;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Storage.Backends.Files;

/// <summary>What a guest would see of an image of a foreign format, where its header says so in a fixed place.</summary>
internal static class ForeignCapacity
{
    private const int VdiSizeAt = 368;
    private const int VpcSizeAt = 48;
    private const int VmdkSizeAt = 12;
    private const long Sector = 512;

    /// <summary>Bytes; null where it takes more than a look at the header.</summary>
    public static long? Of(VolumeFormat format, SafeFileHandle file, ReadOnlySpan<byte> start) => format switch
    {
        // VirtualBox: header 1.1, disk size after the block's fields.
        VolumeFormat.Vdi when start.Length >= VdiSizeAt + 8 => (long)BinaryPrimitives.ReadUInt64LittleEndian(start[VdiSizeAt..]),

        // Microsoft's VHD specification: copy of the footer at the start of dynamic images, "current size".
        VolumeFormat.Vpc when start.Length >= VpcSizeAt + 8 => (long)BinaryPrimitives.ReadUInt64BigEndian(start[VpcSizeAt..]),

        // VMware's virtual disk format 5.0: capacity in sectors.
        VolumeFormat.Vmdk when start.StartsWith("KDMV"u8) && start.Length >= VmdkSizeAt + 8 =>
            (long)BinaryPrimitives.ReadUInt64LittleEndian(start[VmdkSizeAt..]) * Sector,
        VolumeFormat.Vhdx => VhdxCapacity.Read(file),
        _ => null,
    };
}
