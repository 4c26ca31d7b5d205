using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Descriptors;

/// <summary>The two ends of a pipe (pipe2(2)), close-on-exec. Who has an end, closes it.</summary>
/// <param name="Reader">Where it comes out.</param>
/// <param name="Writer">Where it goes in.</param>
public sealed record Pipe(SafeFileHandle Reader, SafeFileHandle Writer)
{
    private const int CloseOnExec = 0x80000;
    private const int SetSize = 1031;

    /// <summary>Makes a pipe.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static unsafe Pipe Create()
    {
        var ends = stackalloc int[2];

        // SAFETY: the two integers are on this stack frame; each becomes the property of one handle.
        LinuxException.Check(FileCalls.Pipe(ends, CloseOnExec), "pipe2");
        return new Pipe(new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
    }

    /// <summary>Asks for room for more bytes on the way (F_SETPIPE_SZ); the kernel may grant fewer.</summary>
    /// <param name="bytes">How many; an ordinary user gets 1 MiB at most (fs.pipe-max-size).</param>
    public void Widen(int bytes) => _ = FileCalls.Fcntl(Writer, SetSize, bytes);
}
