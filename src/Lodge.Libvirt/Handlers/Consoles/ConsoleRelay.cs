using Lodge.Engine.Consoles;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Streams;

namespace Lodge.Libvirt.Handlers.Consoles;

/// <summary>Carries bytes between a client's stream and a console, in both directions at once.</summary>
/// <param name="console">The console; belongs to the relay.</param>
/// <param name="stream">The client's stream.</param>
internal sealed class ConsoleRelay(ConsoleSession console, ClientStream stream)
{
    /// <summary>Runs until the client leaves, somebody else takes the console, or the console closes.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using (console)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var (typing, printing) = (TypeAsync(over.Token), PrintAsync(over.Token));
            var first = await Task.WhenAny(typing, printing);
            await over.CancelAsync();
            await Task.WhenAny(Task.WhenAll(typing, printing)); // Whatever the other one was at ended with it.
            await first;
        }
    }

    private async Task TypeAsync(CancellationToken cancellation)
    {
        for (var part = await stream.ReadAsync(cancellation); !part.IsEnd; part = await stream.ReadAsync(cancellation))
        {
            await console.WriteAsync(part.Data, cancellation);
        }
    }

    // libvirt's clients expect what is printed from now on: what came before would be taken for an answer by those who wait for one.
    private async Task PrintAsync(CancellationToken cancellation)
    {
        var isPast = true;
        await foreach (var message in console.ReadAsync(cancellation))
        {
            switch (message)
            {
                case ConsoleData { Data.IsEmpty: false } printed when !isPast:
                    await stream.WriteAsync(printed.Data, cancellation);
                    break;
                case ConsoleClosed or ConsoleWriterChanged { IsWriter: false }:
                    return;
            }

            isPast = false;
        }

        throw new LibvirtException(ErrorNumber.OperationFailed, ErrorOrigin.Streams, "this client read too slowly, and was cut off; open the console again");
    }
}
