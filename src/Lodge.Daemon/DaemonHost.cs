using Lodge.Api;
using Lodge.Daemon.Configuration;
using Lodge.Daemon.Hosting;
using Lodge.Engine;
using Lodge.Model.Errors;

namespace Lodge.Daemon;

/// <summary>The daemon from its first step to its last.</summary>
internal static class DaemonHost
{
    /// <summary>Serves until SIGTERM or SIGINT. VMs keep running afterwards.</summary>
    /// <exception cref="LodgeException">Why it cannot serve.</exception>
    public static async Task RunAsync(DaemonOptions options)
    {
        var folders = Folders.For(options, Environment.IsPrivilegedProcess, Environment.GetEnvironmentVariable);
        using var claim = DaemonFolders.Take(folders);
        await using var app = Build(options, folders);
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        await using var hands = await Hands.OpenAsync(options, folders, loggers, app.Lifetime.ApplicationStopping);
        await using var engine = new LodgeEngine(hands.Ports, loggers);
        app.Services.GetRequiredService<EngineSlot>().Fill(engine, hands.Host);
        await engine.StartAsync(app.Lifetime.ApplicationStopping);
        File.Delete(folders.ApiSocket);
        await app.StartAsync();
        ApiSocket.Open(folders.ApiSocket, options.SocketGroup);
        using var libvirt = LibvirtService.Start(options, folders, engine, hands.Host, loggers);
        SystemdNotify.Send("READY=1");
        var logger = loggers.CreateLogger("Lodge.Daemon.Housekeeping");
        var settling = Settling.RunAsync(logger, app.Lifetime.ApplicationStopping);
        var housekeeping = Housekeeping.RunAsync(hands.Ports.ConsoleLogs, logger, app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync();
        SystemdNotify.Send("STOPPING=1");
        await libvirt.StopAsync();
        await settling;
        await housekeeping;
    }

    private static WebApplication Build(DaemonOptions options, Folders folders)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = folders.State });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            KestrelLimits.Apply(kestrel);
            kestrel.ListenUnixSocket(folders.ApiSocket);
        });
        builder.Logging.SetMinimumLevel(options.LogLevel).AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddProvider(new StderrLoggerProvider());
        builder.Services.AddLodgeApi();
        builder.Services.AddSingleton<EngineSlot>();
        builder.Services.AddSingleton(services => services.GetRequiredService<EngineSlot>().Engine);
        builder.Services.AddSingleton(services => services.GetRequiredService<EngineSlot>().Host);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        var app = builder.Build();
        app.UseLodgeApi();
        app.UseRouting();
        app.MapLodgeApi();
        return app;
    }
}
