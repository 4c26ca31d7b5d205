using Lodge.Api.Contracts.Storage;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.System.Tests.Libvirt;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Storage;

namespace Lodge.System.Tests.Storage;

/// <summary>Pools on devices of the host, by virsh and by the command line: volume groups and disks with partitions, on loop devices.</summary>
public sealed class DevicePoolTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private readonly LibvirtClients _clients = new(fixture.Daemon);

    [Fact]
    public async Task Volume_group_is_made_used_and_taken_apart_by_virsh()
    {
        using var loop = await LoopDevice.TryMakeAsync(64);
        Assert.SkipWhen(loop is null, "This host has no loop devices, or not the rights to use them.");
        var group = $"lodge-test-{Guid.NewGuid():N}"[..20];
        await _clients.DoneAsync("pool-define-as", "vms", "logical", "--source-dev", loop!.Path, "--source-name", group, "--target", $"/dev/{group}");
        await _clients.DoneAsync("pool-build", "vms");
        await _clients.FailsAsync("pool-build", "vms");
        await _clients.DoneAsync("pool-start", "vms");
        var xml = await _clients.DoneAsync("pool-dumpxml", "vms");
        Assert.Contains("<pool type='logical'>", xml, StringComparison.Ordinal);
        Assert.Contains($"<path>/dev/{group}</path>", xml, StringComparison.Ordinal);

        await _clients.DoneAsync("vol-create-as", "vms", "web1", "9M");
        Assert.Equal($"/dev/{group}/web1", await _clients.DoneAsync("vol-path", "--pool", "vms", "web1"));
        await _clients.DoneAsync("vol-resize", "--pool", "vms", "web1", "17M");
        Assert.Matches("Type: +block\nCapacity: +20.00 MiB", await _clients.DoneAsync("vol-info", "--pool", "vms", "web1"));
        Assert.Contains("web1", await _clients.DoneAsync("vol-list", "vms"), StringComparison.Ordinal);
        await _clients.FailsAsync("vol-create-as", "vms", "huge", "1T");
        await _clients.DoneAsync("vol-delete", "--pool", "vms", "web1");
        await _clients.DoneAsync("pool-refresh", "vms");
        await _clients.DoneAsync("pool-destroy", "vms");
        await _clients.DoneAsync("pool-delete", "vms");
        await _clients.DoneAsync("pool-undefine", "vms");
    }

    [Fact]
    public async Task Disk_is_made_used_and_taken_apart_by_virsh()
    {
        using var loop = await LoopDevice.TryMakeAsync(64);
        Assert.SkipWhen(loop is null, "This host has no loop devices, or not the rights to use them.");
        await _clients.DoneAsync("pool-define-as", "parts", "disk", "--source-dev", loop!.Path, "--source-format", "gpt", "--target", "/dev");
        await _clients.DoneAsync("pool-build", "parts");
        await _clients.DoneAsync("pool-start", "parts");
        Assert.Contains("<format type='gpt'/>", await _clients.DoneAsync("pool-dumpxml", "parts"), StringComparison.Ordinal);
        var name = Path.GetFileName($"{loop.Path}p1");
        await _clients.DoneAsync("vol-create-as", "parts", name, "16M");
        Assert.Equal($"{loop.Path}p1", await _clients.DoneAsync("vol-path", "--pool", "parts", name));
        Assert.Equal(name, await _clients.DoneAsync("vol-name", $"{loop.Path}p1"));

        // Other names than a device's are in the table, where it has room for names.
        await _clients.DoneAsync("vol-create-as", "parts", "web1", "8M");
        using var client = fixture.Daemon.Client();
        Assert.Equal($"{loop.Path}p2", (await client.Volumes.GetAsync("parts", "web1")).Key);
        await client.Volumes.CreateAsync("parts", new CreateVolume { Volume = new VolumeRequest { Name = "copy", Capacity = ByteSize.FromMiB(16) }, From = new VolumeName("parts", name) });
        await Soon.HoldsAsync(async () => (await client.Volumes.ListAsync("parts")).Count == 3, "a partition is copied");

        foreach (var volume in new[] { "copy", "web1", name })
        {
            await _clients.DoneAsync("vol-delete", "--pool", "parts", volume);
        }

        await _clients.DoneAsync("pool-destroy", "parts");
        await _clients.DoneAsync("pool-delete", "parts");
        await _clients.DoneAsync("pool-undefine", "parts");
    }
}
