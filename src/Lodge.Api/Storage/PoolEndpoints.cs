using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Storage;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Storage;

/// <summary><c>/v1/pools</c>: storage pools.</summary>
internal static class PoolEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var pools = app.MapGroup("/v1/pools").WithTags("Storage pools");
        pools.MapGet("", List).As("listPools", "All storage pools, sorted by name, as they were last measured").Answers<IReadOnlyList<Pool>>();
        pools.MapPost("", CreateAsync).As("createPool", "Define a storage pool, and take it into use when asked to", StorageFailures.OfChange)
            .Reads<CreatePool>().Answers<Pool>(StatusCodes.Status201Created);
        pools.MapGet("/{pool}", Get).As("getPool", "Everything known about a storage pool", ErrorCode.PoolNotFound)
            .Answers<Pool>().Produces(StatusCodes.Status304NotModified);
        pools.MapPut("/{pool}", ReplaceAsync)
            .As("replacePool", "Replace the definition of a storage pool", [.. StorageFailures.OfChange, ErrorCode.RevisionMismatch])
            .Reads<PoolDefinition>().Answers<Pool>();
        pools.MapDelete("/{pool}", DeleteAsync)
            .As("deletePool", "Forget a storage pool that is not in use; what is in it stays unless asked otherwise", StorageFailures.OfChange)
            .Takes<bool>("storage", "Delete what it is made of too, which must be empty; false when absent.")
            .Produces(StatusCodes.Status204NoContent);
        MapActions(pools.MapGroup("/{pool}"));
        app.MapGet("/v1/pool-sources", FindSourcesAsync).WithTags("Storage pools")
            .As("findPoolSources", "What storage pools could be made of: folders of an NFS server, volume groups of this host, targets of an iSCSI server", [ErrorCode.Unsupported, ErrorCode.Timeout, ErrorCode.StorageFailed])
            .Takes<PoolSourceKind>("kind", "What is looked for.", isRequired: true)
            .TakesText("host", "The server that is asked: HOST, or HOST:PORT for iSCSI. Absent for LVM.", isRequired: false)
            .TakesText("initiator", "The name that this host gives to an iSCSI server; its own when absent.", isRequired: false)
            .Answers<IReadOnlyList<PoolSource>>();
    }

    private static void MapActions(RouteGroupBuilder pool)
    {
        pool.MapPost("/start", StartAsync).As("startPool", "Take a storage pool into use", StorageFailures.OfChange)
            .Takes<bool>("build", "Make first what it is made of; false when absent.")
            .Answers<Pool>();
        pool.MapPost("/stop", StopAsync).As("stopPool", "Take a storage pool out of use; what is in it stays", StorageFailures.OfChange).Answers<Pool>();
        pool.MapPost("/refresh", RefreshAsync).As("refreshPool", "Measure a storage pool and list its volumes anew", StorageFailures.OfLook).Answers<Pool>();
        pool.MapPost("/build", Build).As("buildPool", "Make what a storage pool is made of: a folder, a file system, a volume group, a partition table", StorageFailures.OfChange)
            .Takes<bool>("overwrite", "Throw away what is there; false when absent, and then that is an error.")
            .Answers<Job>(StatusCodes.Status202Accepted);
    }

    private static IResult List(HttpContext context, LodgeEngine engine) => Answer.Json(context, engine.Pools.List(), ReadableJson.Compact.IReadOnlyListPool);

    private static async Task<IResult> FindSourcesAsync(HttpContext context, LodgeEngine engine)
    {
        var kind = Query.Choice<PoolSourceKind>(context, "kind") ?? throw Query.Missing("kind");
        var search = new PoolSearch(kind, Query.Text(context, "host"), Query.Text(context, "initiator"));
        return Answer.Json(context, await engine.Pools.FindSourcesAsync(search, context.RequestAborted), ReadableJson.Compact.IReadOnlyListPoolSource);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.CreatePool);
        return new PoolAnswer(
            await engine.Pools.MakeAsync(request.Definition, request.Build, request.Start, request.Transient, context.RequestAborted), StatusCodes.Status201Created);
    }

    private static IResult Get(string pool, LodgeEngine engine) => new PoolAnswer(engine.Pools.Get(pool));

    private static async Task<IResult> ReplaceAsync(string pool, HttpContext context, LodgeEngine engine)
    {
        var present = engine.Pools.Get(pool);
        var expected = ETags.ExpectedRevision(context.Request, present.Revision);
        var definition = await JsonBody.ReadAsync(context, ApiJson.Default.PoolDefinition);
        return new PoolAnswer(await engine.Pools.DefineAsync(definition with { Id = present.Id }, expected, context.RequestAborted));
    }

    private static async Task<IResult> DeleteAsync(string pool, HttpContext context, LodgeEngine engine)
    {
        if (Query.Flag(context, "storage"))
        {
            await engine.Pools.DeleteAsync(pool, context.RequestAborted);
        }

        await engine.Pools.UndefineAsync(pool, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> StartAsync(string pool, HttpContext context, LodgeEngine engine) =>
        new PoolAnswer(await engine.Pools.StartAsync(pool, Query.Flag(context, "build"), context.RequestAborted));

    private static async Task<IResult> StopAsync(string pool, LodgeEngine engine, CancellationToken cancellationToken) =>
        new PoolAnswer(await engine.Pools.StopAsync(pool, cancellationToken));

    private static async Task<IResult> RefreshAsync(string pool, LodgeEngine engine, CancellationToken cancellationToken) =>
        new PoolAnswer(await engine.Pools.RefreshAsync(pool, cancellationToken));

    private static IResult Build(string pool, HttpContext context, LodgeEngine engine) =>
        Answer.Accepted(context, engine.Pools.BeginBuild(pool, Query.Flag(context, "overwrite")));
}
