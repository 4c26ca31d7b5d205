using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>struct pollfd, poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    /// <summary>POLLIN.</summary>
    public const short Readable = 1;

    public int Descriptor;
    public short Events;
    public short Found;
}

/// <summary>struct timespec of a 64-bit system.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollTime
{
    public long Seconds;
    public long Nanoseconds;
}
