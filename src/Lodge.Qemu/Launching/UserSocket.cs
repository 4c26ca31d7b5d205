using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Microsoft.Win32.SafeHandles;
using Lodge.Linux.Descriptors;

namespace Lodge.Qemu.Launching;

/// <summary>A Unix socket at a path that the user chose. What a former start left there is replaced; what somebody listens on is not.</summary>
internal static class UserSocket
{
    /// <summary>Makes a listening socket.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="role">What it is for, for errors.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.FileNotAccessible"/>: it is in use, or cannot be made.</exception>
    public static SafeFileHandle Listen(string path, string role)
    {
        ThrowIfInUse(path, role);
        try
        {
            return UnixSockets.ListenDescriptor(path, RunSocket.OwnerOnly, replace: true);
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible,
                $"The socket '{path}' ({role}) cannot be made: {ErrnoWords.Explain(failure.Errno)}.",
                "See that its folder exists, that the daemon may write there, and that no other file is in its place.",
                failure);
        }
    }

    /// <summary>Connects to a program that listens.</summary>
    /// <param name="path">Absolute path of its socket.</param>
    /// <param name="role">What it is for, for errors.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.FileNotAccessible"/>: nobody listens there.</exception>
    public static SafeFileHandle Connect(string path, string role)
    {
        try
        {
            return UnixSockets.ConnectDescriptor(path);
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible,
                $"'{path}' ({role}) cannot be connected to: {ErrnoWords.Explain(failure.Errno)}.",
                "Start the program that listens there first, or let QEMU listen (mode bind).",
                failure);
        }
    }

    /// <summary>Refuses a socket on which somebody listens.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.FileNotAccessible"/>: somebody does.</exception>
    public static void ThrowIfInUse(string path, string role)
    {
        if (IsListenedOn(path))
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible,
                $"Another program listens on '{path}' ({role}) already.",
                $"Choose another path, or end that program (fuser '{path}').");
        }
    }

    private static bool IsListenedOn(string path)
    {
        try
        {
            UnixSockets.ConnectDescriptor(path).Dispose();
            return true;
        }
        catch (LinuxException)
        {
            return false;
        }
    }
}
