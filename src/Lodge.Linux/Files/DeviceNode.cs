using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Files;

/// <summary>Device nodes, such as <c>/dev/sda</c>.</summary>
public static class DeviceNode
{
    private const int StatxSize = 256;
    private const uint BasicStats = 0x7ff;

    /// <summary>The numbers of a device as the kernel's files write them, such as <c>8:0</c>; symbolic links are followed.</summary>
    /// <param name="path">The device node.</param>
    /// <returns>Null when the path leads to something that is no block device.</returns>
    /// <exception cref="LinuxException">Nothing is there or it cannot be reached.</exception>
    public static unsafe string? BlockNumbersOf(string path)
    {
        if (FileIdentity.Of(path).Kind != FileKind.BlockDevice)
        {
            return null;
        }

        var data = stackalloc byte[StatxSize];

        // SAFETY: the buffer has the 256 bytes of struct statx; stx_rdev_major and stx_rdev_minor stand at 128 and 132
        // on every machine (linux/stat.h).
        LinuxException.Check(FileCalls.Statx(FileCalls.AtCurrentFolder, path, 0, BasicStats, data), "statx", path);
        return string.Create(CultureInfo.InvariantCulture, $"{*(uint*)(data + 128)}:{*(uint*)(data + 132)}");
    }
}
