using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Launching;

/// <summary>Sockets in a run folder on which a QEMU will listen; only the daemon's user can connect.</summary>
internal static class RunSocket
{
    /// <summary>Permissions of sockets: 0600.</summary>
    public const uint OwnerOnly = 0x180;

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

    /// <summary>Connects to a companion that listens in a run folder.</summary>
    /// <param name="path">Its socket.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.HypervisorFailed"/>: it has ended.</exception>
    public static SafeFileHandle Connect(string path, string name)
    {
        try
        {
            return UnixSockets.ConnectDescriptor(path);
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed,
                $"Nothing listens at '{path}' ({name}) any more: {ErrnoWords.Explain(failure.Errno)}.",
                "See the log of the VM's companion for why it ended.",
                failure);
        }
    }
}
