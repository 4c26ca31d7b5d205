using System.Collections.Concurrent;
using System.Net.Sockets;
using Lodge.Client;
using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.TestSupport.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lodge.Api.Tests.Support;

/// <summary>The API on a Unix socket, with the real engine behind it, and fakes behind that.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    /// <summary>How long the host waits for the rest of a request.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly WebApplication _app;

    private ApiHost(WebApplication app, LodgeEngine engine, string folder)
    {
        (_app, Engine, Folder) = (app, engine, folder);
        Client = new LodgeClient(LodgeAddress.UnixSocket(Socket));
        Http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(cancellationToken), ownsSocket: true),
        })
        {
            BaseAddress = new Uri("http://localhost/"),
        };
    }

    public LodgeEngine Engine { get; }

    public string Folder { get; }

    public string Socket => Path.Combine(Folder, "api.sock");

    public LodgeClient Client { get; }

    /// <summary>A client that knows nothing of Lodge.</summary>
    public HttpClient Http { get; }

    /// <summary>What is behind the engine.</summary>
    public required FakeWorld World { get; init; }

    /// <summary>What was logged as an error; has to be empty at the end.</summary>
    public required ErrorLog Errors { get; init; }

    /// <summary>Names of the operations that were called.</summary>
    public ConcurrentDictionary<string, bool> Called { get; } = new();

    public IServiceProvider Services => _app.Services;

    /// <summary>Names of all operations there are.</summary>
    public IEnumerable<string> Operations => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName).OfType<string>();

    public static async Task<ApiHost> StartAsync(long firstSequence = 1, Action<IServiceCollection>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("lodge-api-").FullName;
        var world = new FakeWorld { NextSequence = firstSequence };
        var engine = (await world.StartDaemonAsync()).Engine;

        var builder = WebApplication.CreateSlimBuilder();
        var errors = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.ConfigureKestrel(options =>
        {
            KestrelLimits.Apply(options, Patience);
            options.ListenUnixSocket(Path.Combine(folder, "api.sock"));
        });
        builder.Services.AddLodgeApi().AddSingleton(engine).AddSingleton<IHostInfo>(new FakeHost());
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        var api = new ApiHost(app, engine, folder) { World = world, Errors = errors };
        app.UseLodgeApi();
        app.Use(api.RecordAsync);
        app.MapLodgeApi();
        await app.StartAsync();
        return api;
    }

    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken);
        return socket;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Engine.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        Assert.Empty(Errors.Entries);
    }

    private Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>() is { } name)
        {
            Called[name.EndpointName] = true;
        }

        return next(context);
    }
}
