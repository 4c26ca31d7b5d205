using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Networks;

/// <summary><c>/v1/vms/{vm}/addresses</c>: who a VM is on its networks.</summary>
internal static class VmAddressEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/vms/{vm}/addresses", GetAsync)
        .WithTags("VMs")
        .As("listAddresses", "The IP addresses of a VM's cards, as far as somebody knows them", ErrorCode.VmNotFound)
        .Takes<AddressSource>("source", "Who is asked: the DHCP server, the guest's agent, the host's memory of its neighbours; all when absent.")
        .Answers<IReadOnlyList<NicAddresses>>();

    private static async Task<IResult> GetAsync(string vm, HttpContext context, LodgeEngine engine)
    {
        var source = Query.Choice<AddressSource>(context, "source");
        return Answer.Json(context, await engine.Addresses.ListAsync(vm, source, context.RequestAborted), ReadableJson.Compact.IReadOnlyListNicAddresses);
    }
}
