using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Networks;

/// <summary><c>/v1/security-groups</c>: named rules for cards.</summary>
internal static class SecurityGroupEndpoints
{
    private static readonly ErrorCode[] Failures = [ErrorCode.InvalidState, ErrorCode.StorageFailed, ErrorCode.HypervisorFailed];

    public static void Map(IEndpointRouteBuilder app)
    {
        var groups = app.MapGroup("/v1/security-groups").WithTags("Security groups");
        groups.MapGet("", List).As("listSecurityGroups", "All security groups, sorted by name").Answers<IReadOnlyList<SecurityGroup>>();
        groups.MapPost("", CreateAsync).As("createSecurityGroup", "Make a security group", Failures)
            .Reads<SecurityGroup>().Answers<SecurityGroup>(StatusCodes.Status201Created);
        groups.MapGet("/{group}", Get).As("getSecurityGroup", "A security group with its rules", ErrorCode.NotFound).Answers<SecurityGroup>();
        groups.MapPut("/{group}", ReplaceAsync)
            .As("replaceSecurityGroup", "Replace a security group; all cards that have it follow at once", [.. Failures, ErrorCode.NotFound])
            .Reads<SecurityGroup>().Answers<SecurityGroup>();
        groups.MapDelete("/{group}", DeleteAsync)
            .As("deleteSecurityGroup", "Delete a security group that no card, network or group names", [.. Failures, ErrorCode.NotFound])
            .Produces(StatusCodes.Status204NoContent);
    }

    private static IResult List(HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, engine.SecurityGroups.List(), ReadableJson.Compact.IReadOnlyListSecurityGroup);

    private static async Task<IResult> CreateAsync(HttpContext context, LodgeEngine engine)
    {
        var wanted = await JsonBody.ReadAsync(context, ApiJson.Default.SecurityGroup);
        var made = await engine.SecurityGroups.DefineAsync(wanted with { Id = Guid.Empty }, context.RequestAborted);
        context.Response.Headers.Location = $"/v1/security-groups/{made.Id}";
        return TypedResults.Json(made, ReadableJson.Compact.SecurityGroup, "application/json", StatusCodes.Status201Created);
    }

    private static IResult Get(string group, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, engine.SecurityGroups.Get(group), ReadableJson.Compact.SecurityGroup);

    private static async Task<IResult> ReplaceAsync(string group, HttpContext context, LodgeEngine engine)
    {
        var before = engine.SecurityGroups.Get(group);
        var wanted = await JsonBody.ReadAsync(context, ApiJson.Default.SecurityGroup);
        var after = await engine.SecurityGroups.DefineAsync(wanted with { Id = before.Id }, context.RequestAborted);
        return Answer.Json(context, after, ReadableJson.Compact.SecurityGroup);
    }

    private static async Task<IResult> DeleteAsync(string group, LodgeEngine engine, CancellationToken cancellationToken)
    {
        await engine.SecurityGroups.UndefineAsync(group, cancellationToken);
        return TypedResults.NoContent();
    }
}
