using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Requests;
using Lodge.Model.Vms;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Answers;

/// <summary>A VM with its entity tag; nothing but the tag when the client has this very representation.</summary>
internal sealed class VmAnswer(Vm vm, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(vm, ReadableJson.Compact.Vm);
        var tag = ETags.Of(vm.Revision, json);
        var response = httpContext.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "no-cache";
        if (HttpMethods.IsGet(httpContext.Request.Method) && ETags.IsKnown(httpContext.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        if (status == StatusCodes.Status201Created)
        {
            response.Headers.Location = $"/v1/vms/{vm.Id}";
        }

        return response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
    }
}
