using Lodge.Api.Agents;
using Lodge.Api.Checkpoints;
using Lodge.Api.Consoles;
using Lodge.Api.Devices;
using Lodge.Api.Errors;
using Lodge.Api.Events;
using Lodge.Api.Host;
using Lodge.Api.Images;
using Lodge.Api.Jobs;
using Lodge.Api.Networks;
using Lodge.Api.Requests;
using Lodge.Api.DiskJobs;
using Lodge.Api.Snapshots;
using Lodge.Api.Storage;
using Lodge.Api.Vms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lodge.Api;

/// <summary>
/// The REST door, in three steps: its services, its middleware, its endpoints. The host registers
/// <see cref="Lodge.Engine.LodgeEngine"/> and <see cref="Lodge.Engine.Ports.IHostInfo"/>, and sets
/// <see cref="KestrelLimits"/>.
/// </summary>
public static class LodgeApi
{
    /// <summary>Adds what the API needs besides the engine.</summary>
    public static IServiceCollection AddLodgeApi(this IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddSingleton<StreamEnd>();
        return services;
    }

    /// <summary>Adds the middleware, before any other that answers requests.</summary>
    public static IApplicationBuilder UseLodgeApi(this IApplicationBuilder app) => app
        .UseMiddleware<ProblemMiddleware>()
        .UseMiddleware<QueryCheck>()
        .UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = TimeSpan.FromSeconds(30),
            KeepAliveTimeout = TimeSpan.FromSeconds(30),
        });

    /// <summary>Adds all endpoints.</summary>
    public static IEndpointRouteBuilder MapLodgeApi(this IEndpointRouteBuilder app)
    {
        HostEndpoints.Map(app);
        HugePageEndpoints.Map(app);
        CpuEndpoints.Map(app);
        VmEndpoints.Map(app);
        VmActionEndpoints.Map(app);
        VmJobEndpoints.Map(app);
        SnapshotEndpoints.Map(app);
        CheckpointEndpoints.Map(app);
        DiskJobEndpoints.Map(app);
        VmChangeEndpoint.Map(app);
        DeviceEndpoints.Map(app);
        VmPanelEndpoints.Map(app);
        AgentEndpoints.Map(app);
        AgentWorkEndpoints.Map(app);
        VmLogEndpoint.Map(app);
        VmTuningEndpoint.Map(app);
        VmMemoryEndpoint.Map(app);
        VmPerfEndpoint.Map(app);
        VmAddressEndpoint.Map(app);
        NetworkEndpoints.Map(app);
        NetworkActionEndpoints.Map(app);
        HostBridgeEndpoints.Map(app);
        SecurityGroupEndpoints.Map(app);
        VmDropEndpoint.Map(app);
        PoolEndpoints.Map(app);
        VolumeEndpoints.Map(app);
        VolumeContentEndpoints.Map(app);
        ConsoleEndpoint.Map(app);
        JobEndpoints.Map(app);
        EventEndpoint.Map(app);
        ImageEndpoints.Map(app);
        return app;
    }
}
