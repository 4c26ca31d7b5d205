using System.Runtime.InteropServices;

namespace Lodge.Linux.Files;

/// <summary>How <see cref="LinuxFile.Open"/> opens a file. Every descriptor is close-on-exec besides.</summary>
[Flags]
public enum OpenFlags
{
    /// <summary>Read only.</summary>
    Read = 0,

    /// <summary>Write only.</summary>
    Write = 1,

    /// <summary>Read and write.</summary>
    ReadWrite = 2,

    /// <summary>Make the file when it is not there (O_CREAT).</summary>
    Create = 1 << 4,

    /// <summary>With <see cref="Create"/>: fail when the file is there already (O_EXCL).</summary>
    MustBeNew = 1 << 5,

    /// <summary>Empty the file (O_TRUNC).</summary>
    Truncate = 1 << 6,

    /// <summary>Every write goes to the end (O_APPEND).</summary>
    Append = 1 << 7,

    /// <summary>Never wait, neither for a FIFO's other end nor for a lease (O_NONBLOCK).</summary>
    NonBlocking = 1 << 8,

    /// <summary>Only a folder will do (O_DIRECTORY).</summary>
    Folder = 1 << 9,

    /// <summary>Refuse a symbolic link as the last part of the path (O_NOFOLLOW).</summary>
    NoFollow = 1 << 10,

    /// <summary>A mere reference to the place, which needs no right to read the file (O_PATH).</summary>
    PathOnly = 1 << 11,

    /// <summary>Past the host's page cache (O_DIRECT).</summary>
    Direct = 1 << 12,
}

/// <summary>Translates <see cref="OpenFlags"/> into the numbers of this machine's open(2).</summary>
internal static class OpenFlagsNumbers
{
    private static readonly bool s_arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    // asm-generic/fcntl.h; arm64 has numbers of its own for O_DIRECTORY, O_NOFOLLOW and O_DIRECT (asm/fcntl.h).
    private static readonly (OpenFlags Flag, int Number)[] s_numbers =
    [
        (OpenFlags.Create, 0x40),
        (OpenFlags.MustBeNew, 0x80),
        (OpenFlags.Truncate, 0x200),
        (OpenFlags.Append, 0x400),
        (OpenFlags.NonBlocking, 0x800),
        (OpenFlags.Folder, s_arm ? 0x4000 : 0x10000),
        (OpenFlags.NoFollow, s_arm ? 0x8000 : 0x20000),
        (OpenFlags.PathOnly, 0x200000),
        (OpenFlags.Direct, s_arm ? 0x10000 : 0x4000),
    ];

    private const int CloseOnExec = 0x80000;

    public static int ToNative(this OpenFlags flags)
    {
        var native = ((int)flags & 3) | CloseOnExec;
        foreach (var (flag, number) in s_numbers)
        {
            if (flags.HasFlag(flag))
            {
                native |= number;
            }
        }

        return native;
    }
}
