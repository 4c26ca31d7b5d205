using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Descriptors;

/// <summary>Files in memory whose contents can be frozen for good (memfd_create(2), file seals in fcntl(2)).</summary>
public static class MemFd
{
    private const int SealSeal = 1;
    private const int SealShrink = 2;
    private const int SealGrow = 4;
    private const int SealWrite = 8;
    private const int AllSeals = SealSeal | SealShrink | SealGrow | SealWrite;

    /// <summary>Makes a memory file that nobody can change any more: neither contents nor length nor the seals.</summary>
    /// <param name="name">Shown in /proc; says what it is for.</param>
    /// <param name="contents">What it holds.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static SafeFileHandle CreateSealed(string name, ReadOnlySpan<byte> contents)
    {
        var file = Create(name, contents);
        if (FileCalls.Fcntl(file, FileCalls.AddSeals, AllSeals) == -1)
        {
            var failure = LinuxException.Last("fcntl(F_ADD_SEALS)", name);
            file.Dispose();
            throw failure;
        }

        return file;
    }

    /// <summary>Makes an empty memory file, open for reading and writing.</summary>
    /// <param name="name">Shown in /proc; says what it is for.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static SafeFileHandle CreateEmpty(string name) => Create(name, []);

    /// <summary>Opens a memory file once more, with rights and a position of its own.</summary>
    /// <param name="file">The memory file.</param>
    /// <param name="flags">How to open it.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static SafeFileHandle Reopen(SafeFileHandle file, OpenFlags flags)
    {
        using var lease = new HandleLease(file);
        return LinuxFile.Open($"/proc/self/fd/{lease.Number}", flags);
    }

    /// <summary>Makes a memory file that still can be changed and sealed.</summary>
    internal static unsafe SafeFileHandle Create(string name, ReadOnlySpan<byte> contents)
    {
        var file = FileCalls.MemFdCreate(name, FileCalls.MemFdCloseOnExec | FileCalls.MemFdAllowSealing);
        if (file.IsInvalid)
        {
            throw LinuxException.Last("memfd_create", name);
        }

        // SAFETY: the span is pinned for the call and its own length is passed. A memory file
        // takes it in one write; the position stays at the start, where a program it is passed to reads on.
        fixed (byte* data = contents)
        {
            if (FileCalls.WriteAt(file, data, contents.Length, 0) != contents.Length)
            {
                var failure = LinuxException.Last("write", name);
                file.Dispose();
                throw failure;
            }
        }

        return file;
    }

    /// <summary>Whether a descriptor is a memory file with every seal set, so that its contents can be trusted to stay.</summary>
    /// <param name="file">The descriptor.</param>
    public static bool IsSealed(SafeHandle file)
    {
        // Anything but a memory file answers EINVAL, that is -1, which has all bits set: test for it first.
        var seals = FileCalls.Fcntl(file, FileCalls.GetSeals, 0);
        return seals != -1 && (seals & AllSeals) == AllSeals;
    }
}
