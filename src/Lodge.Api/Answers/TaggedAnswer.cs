using Lodge.Api.Requests;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Answers;

/// <summary>Writes a resource with its entity tag.</summary>
internal static class TaggedAnswer
{
    /// <summary>The resource, or nothing but the tag when the client has this very representation.</summary>
    public static Task WriteAsync(HttpContext context, byte[] json, long revision, int status, string location)
    {
        var (tag, response) = (ETags.Of(revision, json), context.Response);
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "no-cache";
        if (HttpMethods.IsGet(context.Request.Method) && ETags.IsKnown(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        if (status == StatusCodes.Status201Created)
        {
            response.Headers.Location = location;
        }

        return response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
