using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Storage.Backends.Files;

/// <summary>The bytes of an open file or block device. While they are written no QEMU can open it.</summary>
internal sealed class FileContent : IVolumeContent
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly bool _isDevice;

    private FileContent(SafeFileHandle file, string path)
    {
        (_file, _path, _isDevice) = (file, path, DeviceNode.BlockNumbersOf(path) is not null);
        Length = _isDevice ? FileSpace.Of(path).Length : RandomAccess.GetLength(file);
    }

    public long Length { get; private set; }

    /// <summary>Opens a file or device.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>: somebody has it open.</exception>
    public static FileContent Open(string path, bool write)
    {
        var file = LinuxFile.Open(path, write ? OpenFlags.ReadWrite : OpenFlags.Read);
        try
        {
            return !write || ImageLock.TryTake(file, path)
                ? new FileContent(file, path)
                : throw new LodgeException(ErrorCode.ImageInUse, $"'{path}' is open in another process.", "Stop the VM or program that uses it.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken) => RandomAccess.ReadAsync(_file, buffer, offset, cancellationToken);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        try
        {
            await RandomAccess.WriteAsync(_file, bytes, offset, cancellationToken);
            Length = Math.Max(Length, offset + bytes.Length);
        }
        catch (IOException full) when (FullPool.Is(full))
        {
            throw new LodgeException(
                ErrorCode.InsufficientResources, $"There is no room left to write '{_path}' beyond byte {offset}.", $"Make room, and go on at offset {offset}.", full);
        }
    }

    public async ValueTask ClearAsync(long offset, long length, CancellationToken cancellationToken)
    {
        if (offset + length > Length)
        {
            if (_isDevice)
            {
                throw new LodgeException(ErrorCode.InsufficientResources, $"'{_path}' ends at byte {Length}.", "Resize the volume first.");
            }

            RandomAccess.SetLength(_file, offset + length);
            Length = offset + length;
        }

        if (!SparseFile.TryPunch(_file, offset, length) && !SparseFile.TryZero(_file, offset, length))
        {
            var zeros = new byte[(int)Math.Min(length, 1 << 20)];
            for (var at = 0L; at < length; at += zeros.Length)
            {
                await WriteAsync(zeros.AsMemory(0, (int)Math.Min(zeros.Length, length - at)), offset + at, cancellationToken);
            }
        }
    }

    // Devices do not tell where they have data.
    public (long Offset, long Length)? NextData(long offset) => offset >= Length ? null : _isDevice ? (offset, Length - offset) : SparseFile.NextData(_file, offset);

    public Task FlushAsync(CancellationToken cancellationToken) => Task.Run(() => RandomAccess.FlushToDisk(_file), cancellationToken);

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
