using System.Runtime.InteropServices;

namespace Lodge.Cli.Terminal;

/// <summary>The few functions of the C library that a terminal program needs. Facts: man pages of Linux and glibc.</summary>
internal static unsafe partial class LibC
{
    /// <summary>Errors that mean "again", from asm-generic/errno-base.h.</summary>
    public const int Eintr = 4;

    /// <summary>The descriptor would block.</summary>
    public const int Eagain = 11;

    /// <summary>
    /// Applies terminal settings at once (termios.h TCSANOW): waiting for pending output would hang the way out when
    /// nobody reads the other end.
    /// </summary>
    public const int ApplyNow = 0;

    /// <summary>Mode bit for access(2): may write.</summary>
    public const int MayWrite = 2;

    /// <summary>ioctl that asks for the size of a terminal (asm-generic/ioctls.h TIOCGWINSZ).</summary>
    public const nuint AskWindowSize = 0x5413;

    // SAFETY: plain integers in and out; the kernel rejects a bad descriptor.
    [LibraryImport("libc", EntryPoint = "isatty", SetLastError = true)]
    public static partial int IsATty(int fd);

    // SAFETY: takes nothing, cannot fail.
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUserId();

    // SAFETY: the marshaller passes a null-terminated copy that lives for the length of the call.
    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Access(string path, int mode);

    // SAFETY: the callers pass a pinned buffer and its true length; read(2) never writes beyond it.
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int fd, byte* buffer, nuint count);

    // SAFETY: the callers pass a pinned buffer and its true length; write(2) only reads it.
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int fd, byte* buffer, nuint count);

    // SAFETY: the caller passes one pollfd that lives on its stack for the length of the call, and count 1.
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    // SAFETY: ioctl is variadic, but on the Linux ABIs that .NET supports a pointer as third argument is passed alike;
    // TIOCGWINSZ writes exactly one WindowSize.
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int AskSize(int fd, nuint request, WindowSize* size);

    // SAFETY: the settings buffer is larger than struct termios of every Linux C library (60 bytes with glibc).
    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetTerminalSettings(int fd, TerminalSettings* settings);

    // SAFETY: reads a struct that tcgetattr filled.
    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetTerminalSettings(int fd, int when, TerminalSettings* settings);

    // SAFETY: changes flags inside a struct that tcgetattr filled.
    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(TerminalSettings* settings);

    /// <summary>struct termios, never looked into: the C library alone reads and changes it.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct TerminalSettings;

    /// <summary>struct winsize.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        /// <summary>Rows, in characters.</summary>
        public ushort Rows;

        /// <summary>Columns, in characters.</summary>
        public ushort Columns;

        private readonly ushort _horizontalPixels;
        private readonly ushort _verticalPixels;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        /// <summary>The descriptor.</summary>
        public int Descriptor;

        /// <summary>What to wait for: 1 readable, 4 writable.</summary>
        public short Events;

        /// <summary>What happened.</summary>
        public short Happened;
    }
}
