using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Files;

/// <summary>What kind of thing a path or descriptor leads to.</summary>
public enum FileKind
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>An ordinary file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A character device, such as /dev/kvm or a tap.</summary>
    CharacterDevice,

    /// <summary>A pipe or FIFO.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A symbolic link (only when links are not followed).</summary>
    SymbolicLink,
}

/// <summary>What the kernel knows a file by. Two paths are the same file when device and inode agree.</summary>
/// <param name="Device">The file system's device: major number in the upper, minor in the lower 32 bits.</param>
/// <param name="Inode">The file's number on that device.</param>
/// <param name="Size">Length in bytes; 0 for devices.</param>
/// <param name="Mode">Kind and permission bits, as st_mode.</param>
/// <param name="Uid">The owner.</param>
/// <param name="Gid">The group.</param>
/// <param name="ModifiedNanoseconds">Last change of the contents, in nanoseconds since 1970.</param>
public readonly record struct FileIdentity(
    ulong Device, ulong Inode, long Size, ushort Mode, uint Uid, uint Gid, long ModifiedNanoseconds)
{
    private const int StatxSize = 256;
    private const uint BasicStats = 0x7ff;

    /// <summary>Permission bits alone, such as 0600 in octal.</summary>
    public int Permissions => Mode & 0xFFF;

    /// <summary>What kind of file it is.</summary>
    public FileKind Kind => (Mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0x6000 => FileKind.BlockDevice,
        0x2000 => FileKind.CharacterDevice,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        0xA000 => FileKind.SymbolicLink,
        _ => FileKind.Other,
    };

    /// <summary>Whether both are one and the same file.</summary>
    /// <param name="other">The other file.</param>
    public bool IsSameFile(FileIdentity other) => Device == other.Device && Inode == other.Inode;

    /// <summary>The identity of the file at a path; symbolic links are followed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LinuxException">The file does not exist or cannot be reached.</exception>
    public static FileIdentity Of(string path) => Read(FileCalls.AtCurrentFolder, path, 0, path);

    /// <summary>The identity of what is at a path itself: a symbolic link is not followed.</summary>
    /// <param name="path">The file or link.</param>
    /// <exception cref="LinuxException">Nothing is there or it cannot be reached.</exception>
    public static FileIdentity OfLink(string path) =>
        Read(FileCalls.AtCurrentFolder, path, FileCalls.AtSymlinkNoFollow, path);

    /// <summary>The identity of an open file.</summary>
    /// <param name="file">The open descriptor.</param>
    /// <exception cref="LinuxException">The descriptor is not open.</exception>
    public static FileIdentity Of(SafeHandle file)
    {
        using var lease = new HandleLease(file);
        return OfDescriptor(lease.Number);
    }

    /// <summary>The identity behind a descriptor number of this process.</summary>
    internal static FileIdentity OfDescriptor(int descriptor) =>
        Read(descriptor, "", FileCalls.AtEmptyPath, $"descriptor {descriptor}");

    // Offsets of struct statx, the same on every machine: statx(2), linux/stat.h.
    private static unsafe FileIdentity Read(int folder, string path, int flags, string subject)
    {
        var data = stackalloc byte[StatxSize];

        // SAFETY: the buffer has the 256 bytes of struct statx and lives on this stack frame.
        LinuxException.Check(FileCalls.Statx(folder, path, flags, BasicStats, data), "statx", subject);
        return new FileIdentity(
            Device: ((ulong)*(uint*)(data + 136) << 32) | *(uint*)(data + 140),
            Inode: *(ulong*)(data + 32),
            Size: *(long*)(data + 40),
            Mode: *(ushort*)(data + 28),
            Uid: *(uint*)(data + 20),
            Gid: *(uint*)(data + 24),
            ModifiedNanoseconds: (*(long*)(data + 112) * 1_000_000_000) + *(uint*)(data + 120));
    }
}
