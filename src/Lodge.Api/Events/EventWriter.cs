using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Engine.Events;
using Lodge.Model.Events;
using Lodge.Model.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lodge.Api.Events;

/// <summary>Writes one reader's events, with a sign of life when there are none.</summary>
internal sealed class EventWriter(HttpContext context, ILogger logger)
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(15);

    // The engine drops a reader for which thousands of events wait; this ends one that takes none at all.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int MostUnflushed = 32 * 1024;

    private readonly PipeWriter _body = context.Response.BodyWriter;
    private int _unflushed;

    /// <summary>Writes until <paramref name="end"/> is cancelled or the reader is dropped.</summary>
    public async Task RunAsync(EventSubscription subscription, CancellationTokenSource end)
    {
        try
        {
            await BeginAsync(subscription, end.Token);
            await CopyAsync(subscription, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client went away, or the daemon stops: that ends the stream.
        }
        catch (TimeoutException)
        {
            Log.EventReaderDropped(logger, $"it took nothing for {Patience.TotalSeconds:0} s");
            context.Abort();
        }
    }

    private async Task CopyAsync(EventSubscription subscription, CancellationTokenSource end)
    {
        await using var events = subscription.ReadAsync(end.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (await NextAsync(next, end.Token))
            {
                Append(events.Current);
                next = events.MoveNextAsync().AsTask();
                if (!next.IsCompleted || _unflushed > MostUnflushed)
                {
                    await FlushAsync(end.Token);
                }
            }
        }
        catch (EventReaderTooSlowException slow)
        {
            Log.EventReaderDropped(logger, slow.Message);
            Append(EventNotice.Dropped, slow.Message);
            await FlushAsync(end.Token);
        }
        finally
        {
            // An enumerator must not be disposed of while it is asked for the next item.
            await end.CancelAsync();
            await Task.WhenAny(next);
        }
    }

    private async Task BeginAsync(EventSubscription subscription, CancellationToken cancellationToken)
    {
        Append("retry: 1000\n\n"u8);
        if (!subscription.Complete)
        {
            Append(EventNotice.Gap, "Events after the one that was named are lost; list everything anew.");
        }

        await FlushAsync(cancellationToken);
    }

    private async Task<bool> NextAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        while (!await ComesSoonAsync(next, cancellationToken))
        {
            Append(": still here\n\n"u8);
            await FlushAsync(cancellationToken);
        }

        return await next;
    }

    private static async Task<bool> ComesSoonAsync(Task next, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(SignOfLife, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Append(LodgeEvent happened)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"id: {happened.Sequence}\nevent: {Kebab.Of(happened.Kind)}\ndata: ");
        Encoding.UTF8.GetBytes(head, _body);
        Append(JsonSerializer.SerializeToUtf8Bytes(happened, ReadableJson.Compact.LodgeEvent));
        Append("\n\n"u8);
    }

    private void Append(string name, string detail)
    {
        Encoding.UTF8.GetBytes($"event: {name}\ndata: ", _body);
        Append(JsonSerializer.SerializeToUtf8Bytes(new EventNotice(detail), ReadableJson.Compact.EventNotice));
        Append("\n\n"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _body.Write(bytes);
        _unflushed += bytes.Length;
    }

    /// <exception cref="TimeoutException">The reader takes nothing.</exception>
    private Task FlushAsync(CancellationToken cancellationToken)
    {
        _unflushed = 0;
        return _body.FlushAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
    }
}
