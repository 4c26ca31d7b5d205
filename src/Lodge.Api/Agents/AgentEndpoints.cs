using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Vms.Guest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Agents;

/// <summary><c>/v1/vms/{vm}/agent/…</c>: what the guest's agent tells, and small things that it does.</summary>
internal static class AgentEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var agent = app.MapGroup("/v1/vms/{vm}/agent").WithTags("Guest agent");
        agent.MapPost("/ping", PingAsync).As("pingAgent", "See whether the guest's agent answers", AgentFailures.All)
            .Produces(StatusCodes.Status204NoContent);
        agent.MapGet("/info", InfoAsync).As("getAgent", "The agent's version and commands", AgentFailures.All).Answers<GuestAgentInfo>();
        agent.MapGet("/os", OsAsync).As("getGuestOs", "The guest's operating system", AgentFailures.All).Answers<GuestOs>();
        agent.MapGet("/addresses", AddressesAsync)
            .As("listGuestAddresses", "The guest's network interfaces and their addresses", AgentFailures.All)
            .Answers<IReadOnlyList<GuestInterface>>();
        agent.MapGet("/users", UsersAsync).As("listGuestUsers", "Who is signed in to the guest", AgentFailures.All)
            .Answers<IReadOnlyList<GuestUser>>();
        agent.MapGet("/filesystems", FileSystemsAsync).As("listGuestFileSystems", "The guest's mounted file systems", AgentFailures.All)
            .Answers<IReadOnlyList<GuestFileSystem>>();
        agent.MapPost("/trim", TrimAsync).As("trimGuest", "Tell the guest's disks which blocks are free", AgentFailures.All)
            .MayRead<TrimGuest>().Answers<IReadOnlyList<GuestTrim>>();
        agent.MapGet("/time", GetTimeAsync).As("getGuestTime", "The guest's clock", AgentFailures.All).Answers<GuestTime>();
        agent.MapPut("/time", SetTimeAsync).As("setGuestTime", "Set the guest's clock", AgentFailures.All)
            .MayRead<GuestTime>().Produces(StatusCodes.Status204NoContent);
        agent.MapPut("/password", SetPasswordAsync).As("setGuestPassword", "Set the password of a user of the guest", AgentFailures.All)
            .Reads<SetGuestPassword>().Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> PingAsync(string vm, LodgeEngine engine, CancellationToken cancellationToken)
    {
        await engine.Agents.PingAsync(vm, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> InfoAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Agents.GetInfoAsync(vm, context.RequestAborted), ReadableJson.Compact.GuestAgentInfo);

    private static async Task<IResult> OsAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Agents.GetOsAsync(vm, context.RequestAborted), ReadableJson.Compact.GuestOs);

    private static async Task<IResult> AddressesAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Agents.GetInterfacesAsync(vm, context.RequestAborted), ReadableJson.Compact.IReadOnlyListGuestInterface);

    private static async Task<IResult> UsersAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Agents.GetUsersAsync(vm, context.RequestAborted), ReadableJson.Compact.IReadOnlyListGuestUser);

    private static async Task<IResult> FileSystemsAsync(string vm, HttpContext context, LodgeEngine engine) =>
        Answer.Json(context, await engine.Agents.GetFileSystemsAsync(vm, context.RequestAborted), ReadableJson.Compact.IReadOnlyListGuestFileSystem);

    private static async Task<IResult> TrimAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.TrimGuest);
        var trimmed = await engine.Agents.TrimAsync(vm, request?.MinimumBytes, context.RequestAborted);
        return Answer.Json(context, trimmed, ReadableJson.Compact.IReadOnlyListGuestTrim);
    }

    private static async Task<IResult> GetTimeAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var time = new GuestTime { Time = await engine.Agents.GetTimeAsync(vm, context.RequestAborted) };
        return Answer.Json(context, time, ReadableJson.Compact.GuestTime);
    }

    private static async Task<IResult> SetTimeAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadOrNullAsync(context, ApiJson.Default.GuestTime);
        await engine.Agents.SetTimeAsync(vm, request?.Time, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SetPasswordAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var request = await JsonBody.ReadAsync(context, ApiJson.Default.SetGuestPassword);
        await engine.Agents.SetPasswordAsync(vm, request.User, request.Password, request.Hashed, context.RequestAborted);
        return TypedResults.NoContent();
    }
}
