using System.Runtime.InteropServices;

namespace Lodge.Linux.Errors;

/// <summary>A system call that failed: which call, on what, and what its errno means in words.</summary>
/// <param name="errno">The kernel's error number (positive, see errno(3)).</param>
/// <param name="call">The system call, as its manual page names it.</param>
/// <param name="path">The file, process or device the call was about; null when there is none.</param>
/// <param name="detail">What the kernel said beyond the number; null when it said nothing.</param>
public sealed class LinuxException(int errno, string call, string? path = null, string? detail = null)
    : IOException(Describe(errno, call, path, detail))
{
    /// <summary>The kernel's error number (positive).</summary>
    public int Errno { get; } = errno;

    /// <summary>The system call, as its manual page names it.</summary>
    public string Call { get; } = call;

    /// <summary>The file, process or device the call was about; null when there is none.</summary>
    public string? Path { get; } = path;

    /// <summary>The symbolic name of <see cref="Errno"/>, such as <c>ENOENT</c>.</summary>
    public string Name => ErrnoWords.NameOf(Errno);

    /// <summary>The exception for the call that failed last on this thread.</summary>
    internal static LinuxException Last(string call, string? path = null) =>
        new(Marshal.GetLastPInvokeError(), call, path);

    /// <summary>Passes a call's result on, or throws for the call that answered -1.</summary>
    internal static int Check(int result, string call, string? path = null) =>
        result == -1 ? throw Last(call, path) : result;

    private static string Describe(int errno, string call, string? path, string? detail)
    {
        var reason = detail is null ? ErrnoWords.Explain(errno) : $"{ErrnoWords.Explain(errno)} ({detail})";
        return path is null ? $"{call}: {reason}" : $"{call} '{path}': {reason}";
    }
}
