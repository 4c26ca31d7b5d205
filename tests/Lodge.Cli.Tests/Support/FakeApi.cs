using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lodge.Cli.Tests.Support;

/// <summary>
/// A peer that speaks like the daemon's REST API, on a Unix socket of its own. Tests say what it answers; what it was
/// asked is kept. What nobody told it about is a problem, as with the real one.
/// </summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lodge-cli-");
    private readonly Lock _lock = new();
    private readonly List<Request> _requests = [];
    private readonly Dictionary<string, Func<HttpContext, Request, Task>> _answers = [];

    private FakeApi()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(AnswerAsync);
    }

    /// <summary>Path of the socket.</summary>
    public string Socket => Path.Combine(_folder.FullName, "api.sock");

    /// <summary>A folder that goes away with the peer.</summary>
    public string Folder => _folder.FullName;

    /// <summary>What it was asked, such as <c>POST /v1/vms/web1/kill</c>.</summary>
    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public static async Task<FakeApi> StartAsync()
    {
        var api = new FakeApi();
        await api._app.StartAsync();
        return api;
    }

    /// <summary>Answers a request with JSON.</summary>
    public FakeApi On<T>(string request, T answer, JsonTypeInfo<T> type, int status = 200) => On(request, (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer, type)).AsTask();
    });

    /// <summary>Answers a request with an error.</summary>
    public FakeApi Fails(string request, ErrorCode code, string message, string? remedy = null) =>
        On(request, (context, _) => FailAsync(context, new LodgeError(code, message, remedy)));

    /// <summary>Answers a request with bytes.</summary>
    public FakeApi OnBytes(string request, Func<byte[]> bytes) =>
        On(request, (context, _) => context.Response.Body.WriteAsync(bytes()).AsTask());

    /// <summary>Answers a request with a conversation over a WebSocket.</summary>
    public FakeApi OnConsole(string request, Func<FakeConsolePeer, Task> talk) => On(request, async (context, _) =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await talk(new FakeConsolePeer(socket));
        if (socket.State == WebSocketState.Open)
        {
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
    });

    /// <summary>Answers a request in any way.</summary>
    public FakeApi On(string request, Func<HttpContext, Request, Task> answer)
    {
        lock (_lock)
        {
            _answers[request] = answer;
        }

        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Task FailAsync(HttpContext context, LodgeError error)
    {
        var problem = ProblemMapper.ToProblem(error);
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Default.Problem)).AsTask();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = new Request(
            $"{context.Request.Method} {context.Request.Path}",
            context.Request.QueryString.Value ?? "",
            await reader.ReadToEndAsync(),
            context.Request.Headers.IfMatch.ToString());
        Func<HttpContext, Request, Task>? answer;
        lock (_lock)
        {
            _requests.Add(request);
            answer = _answers.GetValueOrDefault(request.Line);
        }

        await (answer is null
            ? FailAsync(context, new LodgeError(
                request.Line.Contains(" /v1/vms", StringComparison.Ordinal) ? ErrorCode.VmNotFound : ErrorCode.NotFound, $"The fake knows no {request.Line}."))
            : answer(context, request));
    }

    /// <summary>One request.</summary>
    public sealed record Request(string Line, string Query, string Body, string IfMatch);
}
