using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Libvirt.Streams;
using Lodge.Libvirt.Wire;

namespace Lodge.Libvirt.Connections;

/// <summary>Runs calls: handler, reply, and then the stream that the call may have opened.</summary>
/// <param name="server">What all connections share.</param>
/// <param name="session">The connection.</param>
/// <param name="outbox">Where replies leave.</param>
/// <param name="streams">The connection's streams.</param>
/// <param name="end">Ends the connection, with a reason.</param>
internal sealed class CallRunner(ServerParts server, Session session, Outbox outbox, StreamTable streams, Action<string> end)
{
    /// <summary>Runs a call; completes when its reply has left. Never throws.</summary>
    public async Task RunAsync(Call call)
    {
        using (call)
        {
            try
            {
                await InvokeAsync(call);
                await outbox.SendAsync(call.TakeReply());
            }
            catch (IOException)
            {
                end("the client is gone");
                call.Stream?.Stop(); // Its body runs all the same, to give back what it holds.
            }

            if (call.Stream is { } stream)
            {
                _ = ServeAsync(stream);
            }

            if (call.IsLast)
            {
                end("the client asked for it");
            }
        }
    }

    private async Task InvokeAsync(Call call)
    {
        try
        {
            await server.Invoke(call, session.Closing);
        }
        catch (Exception failure)
        {
            call.Fail(Explain(failure, ProtocolFacts.ApiName(call.Program, call.Procedure)));
        }
    }

    private async Task ServeAsync(ClientStream stream)
    {
        try
        {
            await stream.RunAsync(failure => Explain(failure, "a stream"));
        }
        catch (IOException)
        {
            end("the client is gone");
        }
        finally
        {
            streams.Close(stream);
        }
    }

    private LibvirtException Explain(Exception failure, string work)
    {
        if (ErrorMapping.Of(failure, work) is { } known)
        {
            return known;
        }

        if (!session.Closing.IsCancellationRequested)
        {
            Log.HandlerCrashed(server.Logger, work, failure);
        }

        return ErrorMapping.Defect(failure);
    }
}
