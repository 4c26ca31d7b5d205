using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>Keeps a handle open while its bare number is in use.</summary>
internal readonly ref struct HandleLease
{
    private readonly SafeHandle _handle;

    public HandleLease(SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ObjectDisposedException.ThrowIf(handle.IsClosed, handle);
        var added = false;
        handle.DangerousAddRef(ref added);
        _handle = handle;
    }

    /// <summary>The descriptor number, valid until dispose.</summary>
    // SAFETY: the reference taken in the constructor keeps the descriptor from being closed and reused.
    public int Number => (int)_handle.DangerousGetHandle();

    // A lease that was never taken holds nothing.
    public void Dispose() => _handle?.DangerousRelease();
}
