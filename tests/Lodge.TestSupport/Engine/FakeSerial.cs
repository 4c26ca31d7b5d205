using System.IO.Pipelines;

namespace Lodge.TestSupport.Engine;

/// <summary>A serial port whose guest echoes what is typed.</summary>
internal sealed class FakeSerial : Stream
{
    private readonly Pipe _printed = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Stream _reader;

    public FakeSerial() => _reader = _printed.Reader.AsStream();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Print(byte[] bytes)
    {
        lock (_printed)
        {
            _ = _printed.Writer.WriteAsync(bytes).AsTask();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Print(buffer.ToArray());
        return ValueTask.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => _reader.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => Print(buffer[offset..(offset + count)]);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        lock (_printed)
        {
            _printed.Writer.Complete();
        }
    }
}
