using Lodge.Linux.Descriptors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Panel;

/// <summary>
/// Carries what QEMU writes into a pipe on into a file. QEMU knows no way to give a dump up; but when the pipe breaks,
/// because the dump is cancelled, the disk is full, or the daemon is gone, its dump fails, and its guest goes on.
/// </summary>
internal sealed class DumpRelay : IDisposable
{
    private const int Chunk = 1 << 20;

    private readonly SafeFileHandle _file;
    private readonly Pipe _pipe = Pipe.Create();
    private volatile bool _isBroken;

    /// <summary>Begins to carry.</summary>
    /// <param name="file">Where to; stays the caller's.</param>
    public DumpRelay(SafeFileHandle file)
    {
        _file = file;
        _pipe.Widen(Chunk);
        Carried = Task.Factory.StartNew(Carry, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The end to hand to QEMU.</summary>
    public SafeFileHandle Writer => _pipe.Writer;

    /// <summary>Completes when QEMU has closed its end, or the pipe is broken; fails when the file cannot be written.</summary>
    public Task<long> Carried { get; }

    /// <summary>Closes our copy of QEMU's end: from now on QEMU alone decides when it is closed.</summary>
    public void HandedOver() => _pipe.Writer.Dispose();

    /// <summary>Breaks the pipe at QEMU's next write.</summary>
    public void Break() => _isBroken = true;

    public void Dispose()
    {
        Break();
        _pipe.Writer.Dispose();
    }

    // Most of a guest's memory is zeros, which become holes in the file.
    private long Carry()
    {
        using var source = new FileStream(_pipe.Reader, FileAccess.Read, bufferSize: 0);
        var chunk = new byte[Chunk];
        var place = 0L;
        int count;
        while ((count = source.Read(chunk)) > 0 && !_isBroken)
        {
            var bytes = chunk.AsSpan(0, count);
            if (bytes.ContainsAnyExcept((byte)0))
            {
                RandomAccess.Write(_file, bytes, place);
            }

            place += count;
        }

        RandomAccess.SetLength(_file, place);
        return place;
    }
}
