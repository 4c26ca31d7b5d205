using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Model.Vms;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Answers;

/// <summary>A VM with its entity tag; nothing but the tag when the client has this very representation.</summary>
internal sealed class VmAnswer(Vm vm, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => TaggedAnswer.WriteAsync(
        httpContext, JsonSerializer.SerializeToUtf8Bytes(vm, ReadableJson.Compact.Vm), vm.Revision, status, $"/v1/vms/{vm.Id}");
}
