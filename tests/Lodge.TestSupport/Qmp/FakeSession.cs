using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Lodge.TestSupport.Qmp;

/// <summary>
/// One client's connection to the fake monitor. Commands begin in the order in which they came; an answer that takes
/// longer is overtaken by later ones.
/// </summary>
internal sealed class FakeSession(FakeQmpServer server, Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>Whether the client may see events: QEMU holds them back before.</summary>
    public bool Negotiated { get; private set; }

    public async Task RunAsync(string? greeting, CancellationToken cancellationToken)
    {
        if (greeting is not null)
        {
            await SendLineAsync(greeting);
        }

        using var reader = new StreamReader(_stream, Encoding.UTF8, false, 4096, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (JsonNode.Parse(line) is not JsonObject message)
            {
                throw new InvalidDataException($"The client sent what is no QMP command: {line}");
            }

            var request = new FakeRequest(
                message["execute"]!.GetValue<string>(),
                message["arguments"]?.AsObject() ?? [],
                message["id"]);
            var answer = AnswerAsync(request);
            if (!answer.IsCompletedSuccessfully)
            {
                server.InBackground(_ => answer.AsTask());
            }
        }
    }

    public ValueTask SendLineAsync(string line) => SendRawAsync(line + "\r\n");

    public async ValueTask SendRawAsync(string text)
    {
        await _writing.WaitAsync();
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client is gone; a monitor does not mind.
            Negotiated = false;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _stream.Dispose();

    private async ValueTask AnswerAsync(FakeRequest request)
    {
        switch (await DecideAsync(request))
        {
            case FakeReturn answer:
                await SendReplyAsync(request, "return", answer.Value?.DeepClone());
                break;
            case FakeError error:
                var body = new JsonObject { ["class"] = error.Class, ["desc"] = error.Description };
                await SendReplyAsync(request, "error", body);
                break;
            case FakeRaw raw:
                await SendRawAsync(raw.Text);
                break;
            case FakeExit:
                await SendReplyAsync(request, "return", new JsonObject());
                server.Machine.Exit();
                break;
            case FakeHangUp:
                Dispose();
                break;
        }
    }

    private async ValueTask<FakeAnswer> DecideAsync(FakeRequest request)
    {
        if (request.Command == "qmp_capabilities")
        {
            Negotiated = true;
        }
        else if (!Negotiated)
        {
            const string Expected = "Expecting capabilities negotiation with 'qmp_capabilities'";
            return FakeAnswer.Error(Expected, "CommandNotFound");
        }

        return await server.AnswerAsync(request);
    }

    private ValueTask SendReplyAsync(FakeRequest request, string member, JsonNode? value)
    {
        var reply = new JsonObject { [member] = value };
        if (request.Id is { } id)
        {
            reply["id"] = id.DeepClone();
        }

        return SendLineAsync(reply.ToJsonString());
    }
}
