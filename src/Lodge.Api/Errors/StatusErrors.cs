using System.Globalization;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Errors;

/// <summary>Words for failures that ASP.NET Core knows only as an HTTP status.</summary>
internal static class StatusErrors
{
    private const string SeeDocument = "GET /v1/openapi.json lists all of them.";

    /// <summary>What routing refused.</summary>
    public static LodgeError Of(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new LodgeError(
            ErrorCode.NotFound, $"{context.Request.Path} is not an address of this API.", SeeDocument),
        StatusCodes.Status405MethodNotAllowed => new LodgeError(
            ErrorCode.NotFound,
            $"{context.Request.Path} does not take {context.Request.Method}.",
            $"It takes {context.Response.Headers.Allow}."),
        var status => new LodgeError(ErrorCode.InvalidArgument, $"The request was refused with HTTP status {status}."),
    };

    /// <summary>What Kestrel refused while the request's body was read.</summary>
    public static LodgeError Of(BadHttpRequestException refused) => refused.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status408RequestTimeout => new LodgeError(
            ErrorCode.Timeout, "The rest of the request did not arrive in time.", "Send the whole body at once."),
        _ => new LodgeError(ErrorCode.InvalidArgument, $"The request is not proper HTTP: {refused.Message}"),
    };

    /// <summary>What gave way to something more urgent.</summary>
    public static LodgeError CutOff { get; } = new(
        ErrorCode.Cancelled,
        "This was cut off by something more urgent, such as a kill of the same VM or the end of the daemon.",
        "Look at the VM's state, then try again.");

    /// <summary>What nobody foresaw.</summary>
    public static LodgeError Defect(string reference) => new(
        ErrorCode.Internal,
        "Lodge met a defect in itself while it worked on this request.",
        $"The daemon's log has the details under {reference}; please report them.");

    private static LodgeError TooLarge { get; } = new(
        ErrorCode.TooLarge,
        string.Create(CultureInfo.InvariantCulture, $"The request's body is larger than the {KestrelLimits.MaxBodyBytes:N0} bytes that the API accepts."),
        "No definition needs that much; disks and images are named by their path on the host.");
}
