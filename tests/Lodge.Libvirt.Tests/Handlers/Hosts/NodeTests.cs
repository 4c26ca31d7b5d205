using Lodge.Libvirt.Tests.Support;

namespace Lodge.Libvirt.Tests.Handlers.Hosts;

/// <summary>What virsh tells of the host.</summary>
public sealed class NodeTests
{
    [Theory]
    [InlineData("nodeinfo", "CPU frequency:       2400 MHz")]
    [InlineData("nodeinfo", "Memory size:         4194304 KiB")]
    [InlineData("nodecpumap", "CPUs present:   2")]
    [InlineData("nodecpustats", "user:                     2000000000")]
    [InlineData("nodecpustats 1 --percent", "usage:")]
    [InlineData("nodememstats", "cached :               524288 KiB")]
    [InlineData("node-memory-tune", "shm_pages_to_scan 100")]
    [InlineData("maxvcpus", "288")]
    [InlineData("sysinfo", "<entry name='manufacturer'>Bespoke</entry>")]
    [InlineData("capabilities", "<uuid>5d2a3b9c-7a41-4a0e-9a0b-2f6a3f0c9d11</uuid>")]
    [InlineData("capabilities", "<machine canonical='pc-q35-7.2' maxCpus='288'>q35</machine>")]
    [InlineData("domcapabilities --machine q35", "<machine>pc-q35-7.2</machine>")]
    [InlineData("net-list --all", "Persistent")]
    [InlineData("pool-list --all", "Autostart")]
    [InlineData("nwfilter-list", "UUID")]
    [InlineData("nwfilter-binding-list", "Port Dev")]
    public async Task Host_command_is_answered(string command, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var (status, output) = await VirshRun.RunAsync(server, command.Split(' '));

        Assert.True(status == 0, output);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Theory]
    [InlineData("nodecpustats 7", "invalid argument")]
    [InlineData("nodememstats 7", "invalid argument")]
    [InlineData("nodesuspend mem 60", "Operation not supported")]
    [InlineData("nodesevinfo", "unsupported configuration")]
    [InlineData("domcapabilities --machine virt", "the machine 'virt' is not supported")]
    [InlineData("domcapabilities --virttype kvm", "KVM is not usable on this host: Too slow.")]
    [InlineData("domcapabilities --arch aarch64", "invalid argument")]
    [InlineData("net-info other", "Network not found: no network with matching name 'other'")]
    [InlineData("pool-info other", "Storage pool not found: no storage pool with matching name 'other'")]
    [InlineData("vol-info /other", "no storage vol with matching")]
    [InlineData("nwfilter-dumpxml other", "Network filter not found: no nwfilter with matching name 'other'")]
    public async Task Host_command_is_refused_with_a_reason(string command, string reason)
    {
        await using var server = await TestServer.StartAsync();

        var (status, output) = await VirshRun.RunAsync(server, command.Split(' '));

        Assert.Equal(1, status);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Merging_of_pages_is_changed()
    {
        await using var server = await TestServer.StartAsync();

        var (status, output) = await VirshRun.RunAsync(server, "node-memory-tune", "--shm-pages-to-scan", "300", "--shm-merge-across-nodes", "0");

        Assert.True(status == 0, output);
        Assert.Equal((300u, false), (server.World.Meters.Merging!.PagesToScan, server.World.Meters.Merging.MergeAcrossNodes));
    }

    [Fact]
    public async Task Domain_has_no_snapshots_and_unknown_ones_are_not_found()
    {
        await using var server = await TestServer.StartAsync();
        await server.RunAsync();

        Assert.Equal(0, (await VirshRun.RunAsync(server, "snapshot-list", "web")).Status);
        Assert.Equal(0, (await VirshRun.RunAsync(server, "checkpoint-list", "web")).Status);
        Assert.Contains("snapshot not found", (await VirshRun.RunAsync(server, "snapshot-info", "web", "first")).Output, StringComparison.Ordinal);
        Assert.Contains("checkpoint not found", (await VirshRun.RunAsync(server, "checkpoint-dumpxml", "web", "first")).Output, StringComparison.Ordinal);
        Assert.Contains("no domain backup job", (await VirshRun.RunAsync(server, "backup-dumpxml", "web")).Output, StringComparison.Ordinal);
    }
}
