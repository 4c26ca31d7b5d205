using System.Net.Sockets;
using System.Text.Json;
using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Tests.Qemu;

public sealed class RealDescriptorTests
{
    [Fact]
    public async Task Descriptors_pipelined_among_other_commands_each_arrive_with_their_own()
    {
        const int Count = 20;
        await using var qemu = await RealQemu.StartAsync();
        var socket = await qemu.OpenSocketAsync();
        var connection = new QmpConnection(
            new NetworkStream(socket, ownsSocket: true),
            (bytes, descriptor, _) => ScmRights.SendAsync(socket, bytes, descriptor));
        await using var client = await QmpClient.ConnectAsync(
            connection, QmpClientOptions.Default, TestContext.Current.CancellationToken);
        var files = Enumerable.Range(0, Count).Select(n => MakeFile(qemu.Folder, n)).ToArray();

        var adding = files.Select(async (file, n) =>
        {
            using (file)
            {
                _ = client.ExecuteAsync(new QueryStatusCommand());
                return await client.ExecuteAsync(new AddFdCommand(file, fdsetId: n, opaque: $"file {n}"));
            }
        }).ToArray();
        var added = await Task.WhenAll(adding);

        Assert.Equal(Enumerable.Range(0, Count), added.Select(reply => (int)reply.FdsetId));
        var sets = await client.ExecuteAsync(new QueryFdsetsCommand());
        for (var n = 0; n < Count; n++)
        {
            Assert.Equal($"file {n}", Assert.Single(sets.Single(set => set.FdsetId == n).Fds).Opaque);
            Assert.Equal(512 * (n + 1), await SizeWithinQemuAsync(client, n));
        }
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle MakeFile(string folder, int n)
    {
        var path = Path.Combine(folder, $"disk{n}");
        using (var file = File.Create(path))
        {
            file.SetLength(512 * (n + 1));
        }

        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
    }

    /// <summary>Tells the files apart by their sizes: QEMU opens the one that it was really given.</summary>
    private static async Task<long> SizeWithinQemuAsync(QmpClient client, int set)
    {
        var node = $$"""{"driver": "file", "node-name": "node{{set}}", "filename": "/dev/fdset/{{set}}", "locking": "off"}""";
        await client.ExecuteAsync(new BlockdevAddCommand(JsonElement.Parse(node)));
        var nodes = await client.ExecuteAsync(new QueryNamedBlockNodesCommand());
        return nodes.Single(candidate => candidate.NodeName == $"node{set}").Image.VirtualSize;
    }
}
