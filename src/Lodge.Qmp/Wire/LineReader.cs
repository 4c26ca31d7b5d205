using System.Buffers;
using System.IO.Pipelines;

namespace Lodge.Qmp.Wire;

/// <summary>
/// Cuts the stream into lines. It waits with a read of no bytes, so that an idle connection holds no buffer.
/// </summary>
internal sealed class LineReader(Stream stream, int maxLineBytes)
{
    private readonly PipeReader _reader = PipeReader.Create(
        stream,
        new StreamPipeReaderOptions(bufferSize: 4096, minimumReadSize: 1024, leaveOpen: true, useZeroByteReads: true));

    private SequencePosition? _nextLine;

    /// <summary>
    /// The next line without its line feed, valid until the next call; null at a clean end of the stream.
    /// </summary>
    /// <exception cref="OutOfStepException">A line is too long, or the stream ends inside one.</exception>
    public async ValueTask<ReadOnlySequence<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_nextLine is { } start)
        {
            _reader.AdvanceTo(start);
            _nextLine = null;
        }

        long searched = 0;
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                _nextLine = buffer.GetPosition(1, end);
                return CheckLength(buffer.Slice(0, end));
            }

            searched = CheckLength(buffer).Length;
            if (result.IsCompleted)
            {
                return searched == 0 ? null : throw EndInsideMessage(searched);
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public ValueTask CompleteAsync() => _reader.CompleteAsync();

    private ReadOnlySequence<byte> CheckLength(ReadOnlySequence<byte> line) =>
        line.Length <= maxLineBytes
            ? line
            : throw new OutOfStepException(new QmpBreak(
                QmpBreakKind.TooLong,
                $"a message is longer than the limit of {maxLineBytes} bytes"));

    private static OutOfStepException EndInsideMessage(long bytes) => new(new QmpBreak(
        QmpBreakKind.EndOfStream,
        $"QEMU closed the connection {bytes} bytes into a message; it has probably died"));
}
