using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Lodge.Qmp.Tests.Qemu;

/// <summary>Sends bytes with a descriptor over a unix socket, as unix(7) says; no more than a test needs.</summary>
internal static unsafe partial class ScmRights
{
    private const int SolSocket = 1;
    private const int RightsType = 1;

    public static ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, SafeHandle descriptor)
    {
        var control = new Control
        {
            Length = 20, Level = SolSocket, Type = RightsType, Descriptor = (int)descriptor.DangerousGetHandle(),
        };

        // SAFETY: all structures live on this stack or are pinned until the call returns, their layouts are those of
        // 64-bit Linux, and the test keeps the descriptor open.
        fixed (byte* start = bytes.Span)
        {
            var part = new Part { Base = start, Length = (nuint)bytes.Length };
            var header = new Header { Parts = &part, PartCount = 1, Control = &control, ControlLength = 24 };
            var sent = SendMessage((int)socket.Handle, &header, 0);
            Assert.True(sent == bytes.Length, new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }

        return ValueTask.CompletedTask;
    }

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(int socket, Header* header, int flags);

    private struct Part
    {
        public byte* Base;
        public nuint Length;
    }

    private struct Header
    {
        public void* Name;
        public uint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public Control* Control;
        public nuint ControlLength;
        public int Flags;
    }

    private struct Control
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
        public int Padding;
    }
}
