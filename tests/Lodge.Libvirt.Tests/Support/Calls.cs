using Lodge.Libvirt.Protocol;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Support;

/// <summary>Calls word by word, with what must come of them.</summary>
internal static class Calls
{
    /// <summary>Adds a network's handle.</summary>
    public static RpcArguments Network(this RpcArguments arguments, string name, Guid id) => arguments.Text(name).Uuid(id);

    /// <summary>Adds a UUID.</summary>
    public static RpcArguments Uuid(this RpcArguments arguments, Guid id) => arguments.Raw(id.ToByteArray(bigEndian: true));

    /// <summary>Makes a call that must succeed.</summary>
    public static async Task<RpcPayload> DoneAsync(this RpcClient client, RemoteProcedure procedure, RpcArguments arguments)
    {
        var reply = await client.CallAsync((int)procedure, arguments.ToArray());
        Assert.True(reply.Status == 0, $"{procedure}: {reply.ErrorMessage}");
        return new RpcPayload(reply.Payload);
    }

    /// <summary>Makes a call that must fail, and answers libvirt's numbers of the error and of where it comes from.</summary>
    public static async Task<(int Number, int Origin)> FailsAsync(this RpcClient client, RemoteProcedure procedure, RpcArguments arguments)
    {
        var reply = await client.CallAsync((int)procedure, arguments.ToArray());
        Assert.Equal(1, reply.Status);
        var payload = new RpcPayload(reply.Payload);
        return (payload.Number(), payload.Number());
    }
}
