using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Model.Storage;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Answers;

/// <summary>A storage pool with its entity tag; nothing but the tag when the client has this very representation.</summary>
internal sealed class PoolAnswer(Pool pool, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(pool, ReadableJson.Compact.Pool);
        return TaggedAnswer.WriteAsync(httpContext, json, pool.Revision, status, $"/v1/pools/{pool.Id}");
    }
}
