using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Lodge.TestSupport.Agents;

/// <summary>
/// Imitates QEMU with a guest agent behind its channel's socket: one client at a time, one command at a time, answers
/// without ids. What a test does not override is answered with an error, as by an agent that does not know it.
/// </summary>
public sealed class FakeAgent : IAsyncDisposable
{
    private const byte Delimiter = 0xFF;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Func<JsonObject, ValueTask<JsonNode?>>> _handlers = [];
    private readonly ConcurrentQueue<string> _commands = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-agent-").FullName;
    private readonly Task _serving;
    private readonly List<byte> _line = [];
    private Socket? _client;

    private FakeAgent(string? socketPath)
    {
        SocketPath = socketPath ?? Path.Combine(_folder, "agent.channel");
        On("guest-ping", _ => Done());
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen(1);
        _serving = ServeAsync();
    }

    public string SocketPath { get; }

    /// <summary>The names of all commands so far, without syncs.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    /// <summary>How often the client got in step.</summary>
    public int Syncs { get; private set; }

    /// <summary>Nobody is there: what is sent vanishes.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Listens on a path, or on one of its own in a temporary folder.</summary>
    public static FakeAgent Listen(string? socketPath = null) => new(socketPath);

    /// <summary>The answer of a command that returns nothing.</summary>
    public static JsonNode Done() => new JsonObject();

    /// <summary>Answers a command; null for no answer at all.</summary>
    public void On(string command, Func<JsonObject, JsonNode?> answer) => On(command, arguments => ValueTask.FromResult(answer(arguments)));

    /// <summary>Answers a command, in its own time.</summary>
    public void On(string command, Func<JsonObject, ValueTask<JsonNode?>> answer) => _handlers[command] = answer;

    /// <summary>A connection for a client.</summary>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Says something out of turn, as an agent does that answers somebody who is gone.</summary>
    public async Task SayAsync(string text) => await _client!.SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Ends the client's connection.</summary>
    public void HangUp() => _client?.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        HangUp();
        await _serving;
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _client = await _listener.AcceptAsync(_stop.Token);
                await ServeAsync(_client);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            return;
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await client.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                foreach (var value in buffer.AsSpan(0, count).ToArray().Where(_ => !IsDeaf))
                {
                    await TakeAsync(client, value);
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task TakeAsync(Socket client, byte value)
    {
        if (value == Delimiter)
        {
            // What was half said is forgotten, and complained about.
            _line.Clear();
            await SendAsync(client, Error("JSON parse error, invalid token", "GenericError"));
        }
        else if (value == '\n')
        {
            var line = Encoding.UTF8.GetString([.. _line]);
            _line.Clear();
            await AnswerAsync(client, JsonNode.Parse(line)!.AsObject());
        }
        else
        {
            _line.Add(value);
        }
    }

    private async Task AnswerAsync(Socket client, JsonObject request)
    {
        var name = (string)request["execute"]!;
        var arguments = request["arguments"]?.AsObject() ?? [];
        if (name == "guest-sync-delimited")
        {
            Syncs++;
            await client.SendAsync(new[] { Delimiter });
            await SendAsync(client, new JsonObject { ["return"] = arguments["id"]!.DeepClone() });
            return;
        }

        _commands.Enqueue(name);
        await SendAsync(client, await AnswerAsync(name, arguments));
    }

    private async Task<JsonObject?> AnswerAsync(string name, JsonObject arguments)
    {
        if (!_handlers.TryGetValue(name, out var handler))
        {
            return Error($"The command {name} has not been found", "CommandNotFound");
        }

        try
        {
            return await handler(arguments) is { } answer ? new JsonObject { ["return"] = answer } : null;
        }
        catch (FakeAgentRefusal refusal)
        {
            return Error(refusal.Message, "GenericError");
        }
    }

    private static async Task SendAsync(Socket client, JsonObject? message)
    {
        if (message is not null)
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString() + "\n"));
        }
    }

    private static JsonObject Error(string description, string errorClass) =>
        new() { ["error"] = new JsonObject { ["class"] = errorClass, ["desc"] = description } };
}

/// <summary>Thrown by a handler: the agent refuses with these words.</summary>
public sealed class FakeAgentRefusal(string message) : Exception(message);
