namespace Lodge.Qemu.Logs;

/// <summary>Several files read as one, as long as they were when they were opened. Seekable.</summary>
internal sealed class LogParts : Stream
{
    private readonly IReadOnlyList<(FileStream File, long Start, long Length)> _parts;
    private long _position;

    private LogParts(IReadOnlyList<(FileStream File, long Start, long Length)> parts)
    {
        _parts = parts;
        Length = parts.Sum(part => part.Length);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new IOException("A position before the beginning of the log.");
    }

    /// <summary>Opens those of the files that exist; null when none does.</summary>
    /// <param name="paths">In reading order.</param>
    public static Stream? Open(IEnumerable<string> paths)
    {
        var parts = new List<(FileStream, long, long)>();
        var start = 0L;
        foreach (var file in paths.Select(TryOpen).OfType<FileStream>())
        {
            parts.Add((file, start, file.Length));
            start += file.Length;
        }

        return parts.Count == 0 ? null : new LogParts(parts);
    }

    public override int Read(Span<byte> buffer)
    {
        foreach (var (file, start, length) in _parts)
        {
            var within = _position - start;
            if (within < 0 || within >= length)
            {
                continue;
            }

            var read = RandomAccess.Read(file.SafeFileHandle, buffer[..(int)Math.Min(buffer.Length, length - within)], within);
            if (read > 0)
            {
                _position += read;
                return read;
            }

            // The file was emptied meanwhile, by a rotation: go on with the next.
            _position = start + length;
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A log is only read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A log is only read.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var (file, _, _) in _parts)
            {
                file.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
