using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Requests;
using Lodge.Model.Vms.Changes;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Answers;

/// <summary>What became of a change, with the VM's new entity tag.</summary>
internal sealed class OutcomeAnswer(ChangeOutcome outcome) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = ETags.Of(outcome.Vm.Revision, JsonSerializer.SerializeToUtf8Bytes(outcome.Vm, ReadableJson.Compact.Vm));
        response.Headers.CacheControl = "no-store";
        response.ContentType = "application/json";
        var json = JsonSerializer.SerializeToUtf8Bytes(outcome, ReadableJson.Compact.ChangeOutcome);
        response.ContentLength = json.Length;
        return response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
    }
}
