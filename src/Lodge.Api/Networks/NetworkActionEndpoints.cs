using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Networks;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Networks;

/// <summary><c>/v1/networks/{network}/…</c>: what a network does, and who is on it.</summary>
internal static class NetworkActionEndpoints
{
    private static readonly ErrorCode[] Failures = [ErrorCode.NetworkNotFound, .. NetworkFailures.OfChange];

    public static void Map(IEndpointRouteBuilder app)
    {
        var network = app.MapGroup("/v1/networks/{network}").WithTags("Networks");
        network.MapPost("/start", StartAsync).As("startNetwork", "Start a network; VMs that run with cards on it are plugged in again", Failures).Answers<Network>();
        network.MapPost("/stop", StopAsync).As("stopNetwork", "Stop a network that no VM is plugged into", Failures)
            .Takes<bool>("force", "Whether VMs that are plugged in are cut off; false when absent.")
            .Answers<Network>();
        network.MapPost("/repair", RepairAsync).As("repairNetwork", "Make again what a running network lacks", Failures).Answers<Network>();
        network.MapGet("/check", CheckAsync)
            .As("checkNetwork", "What a running network lacks, and which rules of other programs are in its way", ErrorCode.NetworkNotFound, ErrorCode.InvalidState)
            .Answers<NetworkCheck>();
        network.MapGet("/leases", LeasesAsync).As("listLeases", "The addresses that a network has lent", ErrorCode.NetworkNotFound).Answers<IReadOnlyList<DhcpLease>>();
        network.MapGet("/plugs", Plugs).As("listPlugs", "The cards that are plugged into a network", ErrorCode.NetworkNotFound).Answers<IReadOnlyList<NicPlug>>();
        network.MapPost("/forwards", AddForwardAsync).As("addForward", "Have ports of the host lead to a guest, at once and from now on", Failures)
            .Reads<PortForward>().Answers<Network>();
        network.MapDelete("/forwards", RemoveForwardAsync).As("removeForward", "Take a port forward away, at once and for good", [ErrorCode.NotFound, .. Failures])
            .TakesText("port", "First port of the host.")
            .Takes<TransportProtocol>("protocol", "The protocol; tcp when absent.")
            .TakesText("address", "Address of the host, when the forward names one.", isRequired: false)
            .Answers<Network>();
    }

    private static async Task<IResult> StartAsync(string network, LodgeEngine engine, CancellationToken cancellationToken) =>
        new NetworkAnswer(await engine.Networks.StartAsync(network, cancellationToken));

    private static async Task<IResult> StopAsync(string network, HttpContext context, LodgeEngine engine) =>
        new NetworkAnswer(await engine.Networks.StopAsync(network, Query.Flag(context, "force"), context.RequestAborted));

    private static async Task<IResult> RepairAsync(string network, LodgeEngine engine, CancellationToken cancellationToken) =>
        new NetworkAnswer(await engine.Networks.RepairAsync(network, cancellationToken));

    private static async Task<IResult> CheckAsync(string network, HttpContext context, LodgeEngine engine)
    {
        var problems = await engine.Networks.InspectAsync(network, context.RequestAborted);
        var obstacles = await engine.Networks.FindObstaclesAsync(network, context.RequestAborted);
        return Answer.Json(context, new NetworkCheck(problems, obstacles), ReadableJson.Compact.NetworkCheck);
    }

    private static async Task<IResult> LeasesAsync(string network, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Networks.ListLeasesAsync(network, context.RequestAborted), ReadableJson.Compact.IReadOnlyListDhcpLease);

    private static IResult Plugs(string network, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, engine.Networks.ListPlugs(network), ReadableJson.Compact.IReadOnlyListNicPlug);

    private static async Task<IResult> AddForwardAsync(string network, HttpContext context, LodgeEngine engine)
    {
        var forward = await JsonBody.ReadAsync(context, ApiJson.Default.PortForward);
        return new NetworkAnswer(await engine.Networks.AddForwardAsync(network, forward, context.RequestAborted));
    }

    private static async Task<IResult> RemoveForwardAsync(string network, HttpContext context, LodgeEngine engine)
    {
        var port = (int)Math.Min(Query.Count(context, "port") ?? 0, int.MaxValue);
        var protocol = Query.Choice<TransportProtocol>(context, "protocol") ?? TransportProtocol.Tcp;
        return new NetworkAnswer(await engine.Networks.RemoveForwardAsync(network, port, protocol, Query.Text(context, "address"), context.RequestAborted));
    }
}
