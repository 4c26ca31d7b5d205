using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Model.Networks;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Answers;

/// <summary>A network with its entity tag; nothing but the tag when the client has this very representation.</summary>
internal sealed class NetworkAnswer(Network network, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(network, ReadableJson.Compact.Network);
        return TaggedAnswer.WriteAsync(httpContext, json, network.Revision, status, $"/v1/networks/{network.Id}");
    }
}
