using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.System.Tests.Support;

namespace Lodge.System.Tests.Changes;

/// <summary>
/// Changes of a running VM that are wrong, or that its QEMU refuses half-way: an error that says where, and neither the
/// definition nor what runs is another one afterwards.
/// </summary>
public sealed class RefusedChangeTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private static readonly string[][] s_scopes = [[], ["--live"], ["--next"]];

    // What is told, and the command.
    private static readonly (string Told, string[] Command)[] s_wrong =
    [
        ("nics[1].address is 0000:01:00.0, where nics[0] is already", ["attach", "stays", "nic", "address.type=pci", "address.bus=1", "address.slot=0"]),
        ("nics[0].bootOrder is 1, as that of disks[0] is already", ["set", "stays", "disk.vda.bootOrder=1", "nic.net0.bootOrder=1"]),
        ("cpu.count is 400: more than 255 need an Intel IOMMU", ["set", "stays", "cpus.max=400"]),
        ("cpu.topology makes 1 × 1 × 3 × 1 = 3 processors, and cpu.count is 4", ["set", "stays", """cpu.topology={"sockets":1,"cores":3,"threads":1}"""]),
        ("tuning.cpu.cpuSet: this host has no processor 4095", ["set", "stays", "cpu.pin=4095"]),
        ("tuning.cpu.vcpuPins[0].cpuSet: this host has no processor 4095", ["edit", "stays", "--set", """tuning.cpu={"vcpuPins":[{"vcpu":0,"cpuSet":"4095"}]}"""]),
        ("disks[0].throttle.readIops and totalIops exclude each other", ["set", "stays", "disk.vda.iops=100", "disk.vda.read-iops=50"]),
        ("'disk.bus' must be", ["attach", "stays", "disk", "/dev/null", "bus=scuzzy"]),
        ("'nic.model' must be", ["attach", "stays", "nic", "model=e2000"]),
        ("disks[1] (scsi-disk0) is connected by it", ["detach", "stays", "scsi0"]),
        ("VM 'stays' has no device 'vdx'", ["detach", "stays", "vdx"]),
    ];

    [Fact]
    public async Task Wrong_change_is_refused_with_its_place_and_changes_nothing()
    {
        using var client = fixture.Daemon.Client();
        await StartAsync(client, "stays");
        foreach (var (told, command) in s_wrong)
        {
            foreach (var scope in s_scopes)
            {
                await IsRefusedAsync(client, "stays", told, [.. command, .. scope]);
            }
        }

        await IsRefusedAsync(client, "stays", "'Skylark' (cpu.model)", "set", "stays", "cpu.model=Skylark");
        await IsRefusedAsync(client, "stays", "'Skylark' (cpu.model)", "set", "stays", "cpu.model=Skylark", "--next");
        await IsRefusedAsync(client, "stays", "cpu.model: It is fixed when QEMU starts", "set", "stays", "cpu.model=Skylark", "--live");
        await client.KillVmAsync("stays");
    }

    [Fact]
    public async Task Change_that_QEMU_refuses_half_way_is_undone_and_what_stays_undone_is_in_the_record()
    {
        using var client = fixture.Daemon.Client();
        await StartAsync(client, "half");
        var locked = Disk("locked");

        // As another QEMU has it that writes to the image: byte 201 denies the same to others.
        using var other = File.Open(locked, FileMode.Open, FileAccess.ReadWrite);
        other.Lock(201, 1);
        await IsRefusedAsync(client, "half", "lock", "set", "half", "memory.current=8M", "disk.vda.iops=100", Attached(2, locked));
        Assert.Null((await client.GetVmAsync("half")).Runtime!.Differs);

        // The guest of 512 bytes knows no hot-plug, and releases nothing.
        var before = await client.GetVmAsync("half");
        var kept = await fixture.Daemon.LodgeAsync("set", "half", Attached(2, Disk("kept")), Attached(3, locked));
        Assert.Contains("could not all be taken back: plug in virtio-disk1 was not taken back", kept.Errors, StringComparison.Ordinal);
        var after = await client.GetVmAsync("half");
        Assert.Equal((before.Revision, Text(before.Definition)), (after.Revision, Text(after.Definition)));
        Assert.Contains("virtio-disk1 was not taken back", Assert.Single(after.Runtime!.Differs!), StringComparison.Ordinal);
        Assert.NotNull(after.Runtime.Definition.FindDevice("virtio-disk1"));
        Assert.Contains("virtio-disk1 was not taken back", (await fixture.Daemon.LodgeAsync("info", "half")).Output, StringComparison.Ordinal);

        await client.KillVmAsync("half");
        await client.StartVmAsync("half");
        Assert.Null((await client.GetVmAsync("half")).Runtime!.Differs);
        await client.KillVmAsync("half");
    }

    private async Task StartAsync(LodgeClient client, string name)
    {
        var plain = SerialVm.Definition(fixture.Daemon, name);
        var definition = plain with
        {
            Cpu = new CpuDefinition { Count = 4, Current = 1 },
            Nics = [new()],
            Disks = [.. plain.Disks, new() { Bus = DiskBus.Scsi, Source = new FileDiskSource { Path = Disk($"{name}-scsi") }, Format = DiskFormat.Raw }],
        };
        await using var console = await SerialVm.BootAsync(client, definition);
    }

    private async Task IsRefusedAsync(LodgeClient client, string vm, string told, params string[] command)
    {
        var before = await client.GetVmAsync(vm);
        var ran = await fixture.Daemon.LodgeAsync(command);
        var line = string.Join(' ', command);
        Assert.True(ran.ExitCode != 0, $"lodge {line}: {ran.ExitCode}\n{ran.Output}{ran.Errors}");
        Assert.True(ran.Errors.Contains(told, StringComparison.Ordinal), $"lodge {line}: {ran.Errors}");
        var after = await client.GetVmAsync(vm);
        Assert.Equal((before.Revision, Text(before.Definition)), (after.Revision, Text(after.Definition)));
        Assert.Equal(Text(before.Runtime!.Definition), Text(after.Runtime!.Definition));
        Assert.Equal(before.Runtime.ProcessId, after.Runtime.ProcessId);
    }

    private static string Attached(int index, string path) => $$"""disks.{{index}}={"source":{"type":"file","path":"{{path}}"},"format":"raw"}""";

    private static string Text(VmDefinition definition) => JsonSerializer.Serialize(definition, ApiJson.Default.VmDefinition);

    private string Disk(string name)
    {
        var path = Path.Combine(fixture.Daemon.Root, $"{name}.raw");
        using var file = File.Create(path);
        file.SetLength(1 << 20);
        return path;
    }
}
