using System.Runtime.InteropServices;

namespace Lodge.Linux.Errors;

/// <summary>What the kernel's error numbers mean, in a sentence a user can act on.</summary>
public static class ErrnoWords
{
    /// <summary>The symbolic name of an error number, or <c>errno 123</c> for one not listed here.</summary>
    public static string NameOf(int errno) => Find(errno).Name;

    /// <summary>The meaning of an error number in words, its symbolic name in brackets.</summary>
    public static string Explain(int errno)
    {
        var (name, words) = Find(errno);
        return $"{words} ({name})";
    }

    // Numbers of the generic Linux ABI, the same on x86-64 and arm64 (asm-generic/errno.h).
    private static (string Name, string Words) Find(int errno) => errno switch
    {
        Errno.EPERM => ("EPERM", "the operation needs a privilege that this process does not have"),
        Errno.ENOENT => ("ENOENT", "it does not exist"),
        Errno.ESRCH => ("ESRCH", "there is no such process"),
        Errno.EINTR => ("EINTR", "a signal interrupted the call"),
        Errno.EIO => ("EIO", "the device reported an input/output error"),
        Errno.ENXIO => ("ENXIO", "nothing is behind this device or address"),
        Errno.E2BIG => ("E2BIG", "the arguments are larger than the kernel accepts"),
        Errno.ENOEXEC => ("ENOEXEC", "the file is not a program this machine can run"),
        Errno.EBADF => ("EBADF", "the descriptor is not open, or not for this use"),
        Errno.ECHILD => ("ECHILD", "the process is not a child of this one"),
        Errno.EAGAIN => ("EAGAIN", "the resource is busy or used up for the moment"),
        Errno.ENOMEM => ("ENOMEM", "the kernel has no memory left for it"),
        Errno.EACCES => ("EACCES", "permission denied for the user this process runs as"),
        Errno.EBUSY => ("EBUSY", "it is in use"),
        Errno.EEXIST => ("EEXIST", "it exists already"),
        Errno.EXDEV => ("EXDEV", "the two names are on different file systems"),
        Errno.ENODEV => ("ENODEV", "there is no such device"),
        Errno.ENOTDIR => ("ENOTDIR", "a part of the path is not a folder"),
        Errno.EISDIR => ("EISDIR", "it is a folder"),
        Errno.EINVAL => ("EINVAL", "the kernel does not accept these arguments"),
        Errno.ENFILE => ("ENFILE", "the whole system has too many files open"),
        Errno.EMFILE => ("EMFILE", "this process has too many files open"),
        Errno.ENOTTY => ("ENOTTY", "the descriptor does not know this request"),
        Errno.ETXTBSY => ("ETXTBSY", "the program file is open for writing"),
        Errno.EFBIG => ("EFBIG", "the file would grow beyond its limit"),
        Errno.ENOSPC => ("ENOSPC", "the file system is full"),
        Errno.EROFS => ("EROFS", "the file system is read-only"),
        Errno.EPIPE => ("EPIPE", "the other end is closed"),
        Errno.ENAMETOOLONG => ("ENAMETOOLONG", "the name is too long"),
        Errno.ENOSYS => ("ENOSYS", "this kernel does not have the call"),
        Errno.ENOTEMPTY => ("ENOTEMPTY", "the folder is not empty"),
        Errno.ELOOP => ("ELOOP", "the path is, or goes through, a symbolic link that is not followed here"),
        Errno.EOPNOTSUPP => ("EOPNOTSUPP", "this kernel or file system does not support it"),
        Errno.EADDRINUSE => ("EADDRINUSE", "the address is in use"),
        Errno.EADDRNOTAVAIL => ("EADDRNOTAVAIL", "the interface does not have that address"),
        Errno.ENETDOWN => ("ENETDOWN", "the interface is switched off"),
        Errno.ENETUNREACH => ("ENETUNREACH", "no route leads there"),
        Errno.ECONNRESET => ("ECONNRESET", "the other end broke the connection"),
        Errno.ENOBUFS => ("ENOBUFS", "the kernel has no room left for what it wants to tell"),
        Errno.ETIMEDOUT => ("ETIMEDOUT", "it took too long"),
        Errno.ECONNREFUSED => ("ECONNREFUSED", "nobody listens there"),
        Errno.EHOSTUNREACH => ("EHOSTUNREACH", "the host there does not answer"),
        Errno.EDQUOT => ("EDQUOT", "the user's disk quota is used up"),
        _ => ($"errno {errno}", Marshal.GetPInvokeErrorMessage(errno)),
    };
}
