using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Launching;

/// <summary>Sockets in a run folder on which a QEMU will listen; only the daemon's user can connect.</summary>
internal static class RunSocket
{
    private const uint OwnerOnly = 0x180; // 0600

    /// <summary>Makes a listening socket, in place of one that may be left over.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.StorageFailed"/>: it cannot be made.</exception>
    public static SafeFileHandle Listen(string path)
    {
        try
        {
            return UnixSockets.ListenDescriptor(path, OwnerOnly, replace: true);
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The socket '{path}' cannot be made: {ErrnoWords.Explain(failure.Errno)}.",
                "See that the daemon's run folder is writable and on a local file system.",
                failure);
        }
    }
}
