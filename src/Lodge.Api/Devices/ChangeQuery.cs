using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine.Vms.Changes;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Devices;

/// <summary>How a request wants a change to be made.</summary>
internal static class ChangeQuery
{
    private const int LongestPatience = 600;

    /// <summary>Declares the query parameter that says what is changed.</summary>
    public static RouteHandlerBuilder TakesScope(this RouteHandlerBuilder endpoint) => endpoint.Takes<ChangeScope>(
        "scope", "What is changed: the definition and the running VM (both, when absent), only what runs (live), only the definition (next).");

    /// <summary>Reads it, with the guest's time and the revision that the change is based on.</summary>
    public static ChangeRequest Read(HttpContext context, Vm vm)
    {
        var request = new ChangeRequest
        {
            Force = Query.Flag(context, "force"),
            Scope = Query.Choice<ChangeScope>(context, "scope") ?? ChangeScope.Both,
            ExpectedRevision = ETags.ExpectedRevision(context.Request, vm.Revision),
        };
        return Query.Seconds(context, "timeout", LongestPatience) switch
        {
            null => request,
            { } patience when patience > TimeSpan.Zero => request with { Patience = patience },
            _ => throw new LodgeException(ErrorCode.InvalidArgument, "The guest's 'timeout' must be more than 0 seconds."),
        };
    }
}
