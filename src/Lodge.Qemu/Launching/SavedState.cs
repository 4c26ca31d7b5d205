using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Qemu.Images;
using Lodge.Qemu.Saving;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Launching;

/// <summary>A saved state that is open and stands where QEMU's part of it begins.</summary>
internal sealed class SavedState : IDisposable
{
    private SavedState(string path, SavedStateHeader header, SafeFileHandle file, long offset) =>
        (Path, Header, File, Offset) = (path, header, file, offset);

    public string Path { get; }

    public SavedStateHeader Header { get; }

    public SafeFileHandle File { get; }

    /// <summary>Where QEMU's part begins, bytes.</summary>
    public long Offset { get; }

    /// <summary>Opens a saved state.</summary>
    /// <exception cref="Model.Errors.LodgeException">It is missing, unreadable, or no saved state.</exception>
    public static async Task<SavedState> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var (header, length) = await SavedStates.ReadHeadAsync(path, cancellationToken);
        var file = ImageFile.Open(path, "saved state", OpenFlags.Read);
        LinuxFile.Seek(file, length);
        return new SavedState(path, header, file, length);
    }

    public void Dispose() => File.Dispose();
}
