using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Connections;

public sealed class RightsTests
{
    [Fact]
    public async Task A_reader_is_refused_every_changing_call_before_anything_else()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RpcClient.OpenAsync(server.ReadOnly);
        foreach (var (program, number) in Calls().Where(call => ProtocolFacts.Traits(call.Program, call.Number).HasFlag(ProcedureTraits.Denied)))
        {
            var reply = await client.CallAsync(number, arguments: null, program);

            Assert.Equal(29, reply.ErrorCode);
            Assert.Equal($"operation forbidden: read only access prevents {ProtocolFacts.ApiName(program, number)}", reply.ErrorMessage);
        }
    }

    [Fact]
    public async Task A_reader_may_have_the_xml_but_not_with_its_secrets()
    {
        await using var server = await TestServer.StartAsync();
        server.Probe.On(RemoteProcedure.DomainGetXmlDesc, call => call.Reply(new DomainGetXmlDescRet("<domain/>")));
        using var client = await RpcClient.OpenAsync(server.ReadOnly);

        Assert.Equal("<domain/>", new RpcPayload((await client.CallAsync(14, Arguments(flags: 2))).Payload).Text());
        Assert.Equal(29, (await client.CallAsync(14, Arguments(flags: 1))).ErrorCode);
        Assert.Equal(29, (await client.CallAsync(14, Arguments(flags: 8 | 2))).ErrorCode);
        Assert.Equal(39, (await client.CallAsync(14)).ErrorCode);
    }

    [Fact]
    public async Task A_client_that_opens_read_only_is_held_to_it()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RpcClient.OpenAsync(server.ReadWrite, flags: 1);

        Assert.Equal(29, (await client.CallAsync((int)RemoteProcedure.DomainCreate)).ErrorCode);
    }

    [Fact]
    public async Task Every_call_without_a_handler_says_so_at_once_and_names_its_function()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var close = (ProtocolFacts.RemoteProgram, (int)RemoteProcedure.ConnectClose);
        var unsupported = 0;
        foreach (var (program, number) in Calls().Where(call => call != close))
        {
            var reply = await client.CallAsync(number, arguments: null, program);
            if (reply.ErrorCode == 3)
            {
                unsupported++;
                Assert.StartsWith(
                    $"this function is not supported by the connection driver: {ProtocolFacts.ApiName(program, number)}",
                    reply.ErrorMessage, StringComparison.Ordinal);
            }
        }

        Assert.True(unsupported > 0);
    }

    private static byte[] Arguments(int flags) => new RpcArguments().Domain("web", Guid.NewGuid(), 1).Number(flags).ToArray();

    private static IEnumerable<(uint Program, int Number)> Calls() =>
        Enum.GetValues<RemoteProcedure>().Select(procedure => (Program: ProtocolFacts.RemoteProgram, Number: (int)procedure))
            .Concat(Enum.GetValues<QemuProcedure>().Select(procedure => (Program: ProtocolFacts.QemuProgram, Number: (int)procedure)))
            .Where(call => ProtocolFacts.Traits(call.Program, call.Number).HasFlag(ProcedureTraits.Call));
}
