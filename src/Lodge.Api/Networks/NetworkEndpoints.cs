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

/// <summary><c>/v1/networks</c>: listing, creating, reading, replacing and deleting networks.</summary>
internal static class NetworkEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var networks = app.MapGroup("/v1/networks").WithTags("Networks");
        networks.MapGet("", List).As("listNetworks", "All networks, sorted by name").Answers<IReadOnlyList<NetworkSummary>>();
        networks.MapPost("", CreateAsync).As("createNetwork", "Define a network, and start it when asked to", NetworkFailures.OfChange)
            .Reads<CreateNetwork>().Answers<Network>(StatusCodes.Status201Created);
        networks.MapGet("/{network}", Get).As("getNetwork", "Everything known about a network", ErrorCode.NetworkNotFound)
            .Answers<Network>().Produces(StatusCodes.Status304NotModified);
        networks.MapPut("/{network}", ReplaceAsync)
            .As(
                "replaceNetwork",
                "Replace the definition; a running network follows at once, or nothing is changed",
                [.. NetworkFailures.OfChange, ErrorCode.NetworkNotFound, ErrorCode.RevisionMismatch])
            .Takes<NetworkScope>("scope", "What is changed: the definition and the running network (both, when absent), only what runs (live), only the definition (config).")
            .Reads<NetworkDefinition>().Answers<Network>();
        networks.MapDelete("/{network}", DeleteAsync)
            .As("deleteNetwork", "Forget a network; one that runs goes on until it stops", ErrorCode.NetworkNotFound, ErrorCode.InvalidState, ErrorCode.Busy, ErrorCode.StorageFailed)
            .Produces(StatusCodes.Status204NoContent);
    }

    private static IResult List(HttpContext context, LodgeEngine engine)
    {
        var plugs = engine.Networks.ListPlugs(null);
        IReadOnlyList<NetworkSummary> rows = [.. engine.Networks.List().Select(network => NetworkSummaries.Of(network, plugs))];
        return Answer.Json(context, rows, ReadableJson.Compact.IReadOnlyListNetworkSummary);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.CreateNetwork);
        if (request.Transient && !request.Start)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, "'transient' says how a network is started, and 'start' is not set.", "Set 'start' to true, or leave the other out.");
        }

        var network = request.Transient
            ? await engine.Networks.CreateAsync(request.Definition, context.RequestAborted)
            : await engine.Networks.MakeAsync(request.Definition, request.Flexible, request.Start, context.RequestAborted);
        return new NetworkAnswer(network, StatusCodes.Status201Created);
    }

    private static IResult Get(string network, LodgeEngine engine) => new NetworkAnswer(engine.Networks.Get(network));

    private static async Task<IResult> ReplaceAsync(string network, HttpContext context, LodgeEngine engine)
    {
        var expected = ETags.ExpectedRevision(context.Request, engine.Networks.Get(network).Revision);
        var scope = Query.Choice<NetworkScope>(context, "scope") ?? NetworkScope.Both;
        var definition = await JsonBody.ReadAsync(context, ApiJson.Default.NetworkDefinition);
        return new NetworkAnswer(await engine.Networks.ChangeAsync(network, _ => definition, scope, expected, context.RequestAborted));
    }

    private static async Task<IResult> DeleteAsync(string network, LodgeEngine engine, CancellationToken cancellationToken)
    {
        await engine.Networks.UndefineAsync(network, cancellationToken);
        return TypedResults.NoContent();
    }
}
