using System.Buffers.Binary;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage.Formats;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;

namespace Lodge.Qemu.Images;

/// <summary>Measures images that nobody has open.</summary>
internal static class ImageMeasure
{
    // The size that the guest sees stands in the first 32 bytes of a qcow2 image (docs/interop/qcow2.txt in QEMU's tree).
    private const int Reach = 32;
    private const int SizeAt = 24;

    /// <summary>Measures an image.</summary>
    /// <exception cref="LodgeException">It is missing, cannot be read, or is not of its format.</exception>
    public static async Task<ImageSize> MeasureAsync(string path, DiskFormat format, CancellationToken cancellationToken)
    {
        ImageFile.Identify(path, "disk image");
        var space = FileSpace.Of(path);
        if (format == DiskFormat.Raw)
        {
            return new ImageSize(space.Length, space.Allocated, space.Length);
        }

        var start = await ImageFile.ReadStartAsync(path, "disk image", Reach, cancellationToken);
        return Qcow2Header.IsAtStartOf(start) && start.Length == Reach
            ? new ImageSize((long)BinaryPrimitives.ReadUInt64BigEndian(start.AsSpan(SizeAt)), space.Allocated, space.Length)
            : throw new LodgeException(ErrorCode.BadFile, $"'{path}' is no qcow2 image.", "If it holds plain bytes, set the disk's format to 'raw'.");
    }
}
