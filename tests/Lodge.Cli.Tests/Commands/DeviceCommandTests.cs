using System.Text.Json.Nodes;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Devices;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Tests.Commands;

/// <summary>Changing single values and devices of a VM.</summary>
public sealed class DeviceCommandTests
{
    private static readonly Vm Cinema = Samples.Stopped() with
    {
        Definition = Samples.Definition() with { Disks = [new() { Name = "sda", Alias = "sata0-0-0", Device = DiskDevice.Cdrom }] },
    };

    private static readonly ChangeOutcome Done = new(Samples.Stopped(), ["plug in virtio-disk1"], []);

    [Fact]
    public async Task Set_sends_the_whole_definition_with_its_values_changed()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/vms/web1", Samples.Stopped(), ApiJson.Default.Vm)
            .On($"POST /v1/vms/{Samples.WebId}/change", Done, ApiJson.Default.ChangeOutcome);

        var said = await CommandLine.RunAsync(api, "set", "web1", "memory=4G", "cpus=1", "disk.vda.iops=500", "--next");

        Assert.Equal(new(ExitStatus.Ok, "web1 is changed.\n", "  done now: plug in virtio-disk1\n"), said);
        var sent = JsonNode.Parse(api.Requests[^1].Body)!;
        Assert.Equal(("?scope=next", "\"3\""), (api.Requests[^1].Query, api.Requests[^1].IfMatch));
        Assert.Equal(("4GiB", 1, 500), ((string?)sent["memory"]!["size"], (int)sent["cpu"]!["current"]!, (int)sent["disks"]![0]!["throttle"]!["totalIops"]!));
    }

    [Fact]
    public async Task Attach_and_detach_ask_for_what_the_words_say()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/vms/web1/devices", Done, ApiJson.Default.ChangeOutcome)
            .On("DELETE /v1/vms/web1/devices/vdb", Done, ApiJson.Default.ChangeOutcome)
            .Fails("DELETE /v1/vms/web1/devices/net0", ErrorCode.Timeout, "The guest has not released net0 within 10 s.", "Try again.");

        var attached = await CommandLine.RunAsync(api, "attach", "web1", "disk", "/srv/b.qcow2", "bus=scsi", "--live");
        Assert.Equal(new(ExitStatus.Ok, "web1 has another disk.\n", "  done now: plug in virtio-disk1\n"), attached);
        Assert.Equal("?scope=live", api.Requests[^1].Query);
        Assert.Equal("""{"disk":{"source":{"type":"file","path":"/srv/b.qcow2"},"bus":"scsi"}}""", api.Requests[^1].Body);

        Assert.Equal("web1 is without vdb.\n", (await CommandLine.RunAsync(api, "detach", "web1", "vdb", "--timeout", "1m")).Out);
        Assert.Equal("?scope=both&timeout=60", api.Requests[^1].Query);
        var kept = await CommandLine.RunAsync(api, "detach", "web1", "net0");
        Assert.Equal(ExitStatus.Timeout, kept.Status);
        Assert.Contains("has not released net0", kept.Error, StringComparison.Ordinal);
        Assert.Equal(ExitStatus.Usage, (await CommandLine.RunAsync(api, "detach", "web1", "net0", "--live", "--next")).Status);
    }

    [Fact]
    public async Task Media_go_in_and_out_of_the_drive_that_was_named()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/vms/web1", Cinema, ApiJson.Default.Vm)
            .On($"PUT /v1/vms/{Samples.WebId}/devices/sata0-0-0", Done, ApiJson.Default.ChangeOutcome);

        Assert.Equal("/srv/a.iso is in sda.\n", (await CommandLine.RunAsync(api, "insert", "web1", "sda", "/srv/a.iso")).Out);
        Assert.Equal("/srv/a.iso", (string?)JsonNode.Parse(api.Requests[^1].Body)!["disk"]!["source"]!["path"]);
        Assert.Equal("sda is empty.\n", (await CommandLine.RunAsync(api, "eject", "web1")).Out);
        Assert.Null(JsonNode.Parse(api.Requests[^1].Body)!["disk"]!["source"]);
        var wrong = await CommandLine.RunAsync(api, "eject", "web1", "sdz");
        Assert.Contains("Name one of: sda.", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_are_listed_with_where_they_sit_and_when_they_count()
    {
        await using var api = await FakeApi.StartAsync();
        IReadOnlyList<DeviceSummary> devices =
        [
            new("virtio-disk0", DeviceKind.Disk, "vda", "virtio", "/srv/a.qcow2", new PciAddress(1, 0), "disks[0]", true, true),
            new("net1", DeviceKind.Nic, null, "e1000e", "52:54:00:00:00:01", new PciAddress(2, 0), "nics[1]", true, false),
            new("rng0", DeviceKind.Rng, null, "virtio", null, null, "rngs[0]", false, true),
        ];
        api.On("GET /v1/vms/web1/devices", devices, ApiJson.Default.IReadOnlyListDeviceSummary);

        var said = await CommandLine.RunAsync(api, "devices", "web1");

        GoldenFile.Matches("devices.txt", said.Out);
    }
}
