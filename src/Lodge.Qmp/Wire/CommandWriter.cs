using System.Threading.Channels;

namespace Lodge.Qmp.Wire;

/// <summary>
/// The one writer of a connection. It gathers what is queued into one write, so that many callers cost few system
/// calls and none of them waits for another's answer.
/// </summary>
internal sealed class CommandWriter(QmpConnection connection, PendingCommands pending)
{
    private const int BatchBytes = 32 * 1024;

    private readonly Channel<PendingCommand> _queue = Channel.CreateUnbounded<PendingCommand>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly RentedBuffer _batch = new(4096);

    /// <summary>Queues a command; false if the writer has ended.</summary>
    public bool TryEnqueue(PendingCommand command) => _queue.Writer.TryWrite(command);

    public void Close() => _queue.Writer.TryComplete();

    /// <summary>Writes until closed, cancelled, or an exception of the stream.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken))
            {
                while (await TryWriteNextAsync(cancellationToken))
                {
                    // Gather more.
                }

                await FlushAsync(cancellationToken);
                _batch.Release();
            }
        }
        finally
        {
            _batch.Release();
        }
    }

    // On its own, so that the waiting loop does not keep the last command, and with it a large answer, alive.
    private async ValueTask<bool> TryWriteNextAsync(CancellationToken cancellationToken)
    {
        if (!_queue.Reader.TryRead(out var command))
        {
            return false;
        }

        await WriteAsync(command, cancellationToken);
        return true;
    }

    private async ValueTask WriteAsync(PendingCommand command, CancellationToken cancellationToken)
    {
        try
        {
            if (!command.TryBeginSending())
            {
                pending.Take(command.Id);
            }
            else if (command.Descriptor is { } descriptor)
            {
                // QEMU keeps only the latest descriptor that came in, until the command that takes it is read:
                // the descriptor must travel with that command's own bytes.
                await FlushAsync(cancellationToken);
                await connection.SendWithDescriptor!(command.Line.Written, descriptor, cancellationToken);
            }
            else
            {
                await AppendAsync(command.Line.Written, cancellationToken);
            }
        }
        finally
        {
            command.Line.Release();
        }
    }

    private async ValueTask AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        line.CopyTo(_batch.GetMemory(line.Length));
        _batch.Advance(line.Length);
        if (_batch.Length >= BatchBytes)
        {
            await FlushAsync(cancellationToken);
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Length == 0)
        {
            return;
        }

        await connection.Stream.WriteAsync(_batch.Written, cancellationToken);
        await connection.Stream.FlushAsync(cancellationToken);
        _batch.Clear();
    }
}
