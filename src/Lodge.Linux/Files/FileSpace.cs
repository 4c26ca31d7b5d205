using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Files;

/// <summary>How much room a file or block device takes.</summary>
/// <param name="Length">Where it ends, bytes.</param>
/// <param name="Allocated">What it takes on its file system, bytes: less than its length where it has holes. Of a device, its length.</param>
public readonly record struct FileSpace(long Length, long Allocated)
{
    private const int StatxSize = 256;
    private const uint BasicStats = 0x7ff;
    private const long UnitOfBlocks = 512;

    /// <summary>Measures what is at a path; symbolic links are followed.</summary>
    /// <param name="path">The file or device.</param>
    /// <exception cref="LinuxException">Nothing is there or it cannot be reached.</exception>
    public static unsafe FileSpace Of(string path)
    {
        if (DeviceNode.BlockNumbersOf(path) is { } numbers)
        {
            var sectors = KernelFile.TryRead($"/sys/dev/block/{numbers}/size");
            var length = long.TryParse(sectors, CultureInfo.InvariantCulture, out var count) ? count * UnitOfBlocks : 0;
            return new FileSpace(length, length);
        }

        var data = stackalloc byte[StatxSize];

        // SAFETY: the buffer has the 256 bytes of struct statx; stx_size and stx_blocks stand at 40 and 48 on every
        // machine (linux/stat.h).
        LinuxException.Check(FileCalls.Statx(FileCalls.AtCurrentFolder, path, 0, BasicStats, data), "statx", path);
        return new FileSpace(*(long*)(data + 40), *(long*)(data + 48) * UnitOfBlocks);
    }
}
