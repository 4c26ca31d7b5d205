using Lodge.Qmp.Commands;
using Lodge.TestSupport.Qmp;

namespace Lodge.Qmp.Tests.Golden;

/// <summary>What QEMU 7.2 really answered, through the whole client.</summary>
public sealed class GoldenReplyTests
{
    [Fact]
    public async Task Version_is_read()
    {
        var version = await ReplyAsync(new QueryVersionCommand());
        Assert.Equal(new QmpVersion(new QemuRelease(7, 2, 22), "Debian 1:7.2+dfsg-7+deb12u18+b3"), version);
    }

    [Fact]
    public async Task Status_is_read() =>
        Assert.Equal(new StatusReply(false, RunState.Prelaunch), await ReplyAsync(new QueryStatusCommand()));

    [Fact]
    public async Task Identity_is_read()
    {
        Assert.Equal(Guid.Parse("11111111-2222-3333-4444-555555555555"), (await ReplyAsync(new QueryUuidCommand())).Uuid);
        Assert.Equal("golden", (await ReplyAsync(new QueryNameCommand())).Name);
        Assert.Equal(new KvmReply(Enabled: false, Present: true), await ReplyAsync(new QueryKvmCommand()));
        Assert.Equal("x86_64", (await ReplyAsync(new QueryTargetCommand())).Arch);
    }

    [Fact]
    public async Task Processors_and_threads_are_read()
    {
        var cpus = await ReplyAsync(new QueryCpusFastCommand());
        Assert.Equal([0, 1], cpus.Select(cpu => cpu.CpuIndex));
        Assert.Equal(new CpuPlace(SocketId: 0, CoreId: 1, ThreadId: 0), cpus[1].Props);
        Assert.Equal("/machine/unattached/device[0]", cpus[0].QomPath);
        Assert.All(cpus, cpu => Assert.True(cpu.ThreadId > 1));
        var thread = Assert.Single(await ReplyAsync(new QueryIothreadsCommand()));
        Assert.Equal(new IothreadInfo("io0", thread.ThreadId, 32768), thread);
    }

    [Fact]
    public async Task Memory_is_read()
    {
        Assert.Equal(new MemorySizeReply(64 << 20, 0), await ReplyAsync(new QueryMemorySizeSummaryCommand()));
        Assert.Equal(64 << 20, (await ReplyAsync(new QueryBalloonCommand())).Actual);
    }

    [Fact]
    public async Task Screen_and_character_devices_are_read()
    {
        var vnc = await ReplyAsync(new QueryVncCommand());
        Assert.Equal(new VncReply(true, "", "/run/golden/vnc.sock", "unix", "none", vnc.Clients), vnc);
        Assert.Empty(vnc.Clients!);
        var devices = await ReplyAsync(new QueryChardevCommand());
        Assert.Contains(new ChardevInfo("serial0", "null", true), devices);
    }

    [Fact]
    public async Task Drives_are_read_with_their_backing_chain()
    {
        var drives = await ReplyAsync(new QueryBlockCommand());
        Assert.Equal(["/machine/peripheral/vda/virtio-backend", "cd0"], drives.Select(drive => drive.Qdev));
        var (disk, cd) = (drives[0], drives[1]);
        Assert.Equal(BlockIoStatus.Ok, disk.IoStatus);
        Assert.Equal("disk0", disk.Inserted!.NodeName);
        Assert.Equal("qcow2", disk.Inserted.Drv);
        Assert.Equal(1, disk.Inserted.BackingFileDepth);
        Assert.Equal("/run/golden/base.qcow2", disk.Inserted.BackingFile);
        Assert.Equal(new BlockCache(Writeback: true, Direct: false, NoFlush: false), disk.Inserted.Cache);
        Assert.Equal(1 << 20, disk.Inserted.Image.VirtualSize);
        Assert.Equal("/run/golden/base.qcow2", disk.Inserted.Image.BackingImage!.Filename);
        Assert.Equal((true, false, null), (cd.Removable, cd.TrayOpen, cd.Inserted));
    }

    [Fact]
    public async Task Block_nodes_are_read()
    {
        var nodes = await ReplyAsync(new QueryNamedBlockNodesCommand());
        Assert.Equal(4, nodes.Count);
        var file = nodes.Single(node => node.NodeName == "disk0-file");
        Assert.Equal(("file", false, "/run/golden/top.qcow2"), (file.Drv, file.Ro, file.File));
    }

    [Fact]
    public async Task Disk_counters_are_read_at_every_level()
    {
        var disk = (await ReplyAsync(new QueryBlockStatsCommand()))[0];
        Assert.Equal("disk0", disk.NodeName);
        Assert.Equal((4096, 1), (disk.Stats.WrBytes, disk.Stats.WrOperations));
        Assert.Equal(65536 + 4096, disk.Stats.WrHighestOffset);
        Assert.True(disk.Stats.WrTotalTimeNs > 0);
        Assert.NotNull(disk.Stats.IdleTimeNs);
        Assert.Equal("disk0-file", disk.Parent!.NodeName);
        Assert.True(disk.Parent.Stats.WrHighestOffset > 0);
        Assert.NotNull(disk.Backing!.Parent);
    }

    [Fact]
    public async Task Migration_is_read_before_during_and_after()
    {
        Assert.Equal(new MigrationInfo(), await ReplyAsync(new QueryMigrateCommand(), "query-migrate-none"));

        var failed = await ReplyAsync(new QueryMigrateCommand(), "query-migrate-failed");
        Assert.Equal(MigrationStatus.Failed, failed.Status);
        Assert.Equal("Unable to write to command: Broken pipe", failed.ErrorDesc);

        var completed = await ReplyAsync(new QueryMigrateCommand(), "query-migrate-completed");
        Assert.Equal(MigrationStatus.Completed, completed.Status);
        Assert.True(completed.TotalTime >= completed.Downtime);
        Assert.Equal((0, 67641344, 4096), (completed.Ram!.Remaining, completed.Ram.Total, completed.Ram.PageSize));
        Assert.True(completed.Ram is { Transferred: > 0, Duplicate: > 0, Normal: > 0, Mbps: > 1, DirtySyncCount: 2 });
        Assert.Equal(completed.Ram.Normal * 4096, completed.Ram.NormalBytes);
    }

    [Fact]
    public async Task Machine_types_are_read()
    {
        var machines = await ReplyAsync(new QueryMachinesCommand());
        Assert.Equal(59, machines.Count);
        var q35 = machines.Single(machine => machine.Alias == "q35");
        Assert.Equal(new MachineInfo(
            "pc-q35-7.2", 288, true, false, false, "q35", null, "qemu64-x86_64-cpu", "pc.ram"), q35);
        Assert.Equal("pc-i440fx-7.2", machines.Single(machine => machine.IsDefault == true).Name);
    }

    [Fact]
    public async Task Processor_models_are_read()
    {
        var models = await ReplyAsync(new QueryCpuDefinitionsCommand());
        Assert.Equal(132, models.Count);
        Assert.Equal(["kvm"], models.Single(model => model.Name == "host").UnavailableFeatures!);
        Assert.Equal("qemu64-v1", models.Single(model => model.Name == "qemu64").AliasOf);

        var expansion = await ReplyAsync(new QueryCpuModelExpansionCommand(CpuExpansion.Full, "qemu64"));
        Assert.Equal("qemu64", expansion.Model.Name);
        Assert.False(expansion.Model.Props!.Value.GetProperty("aes").GetBoolean());
    }

    [Fact]
    public async Task Abilities_are_read()
    {
        Assert.Contains(new CommandInfo("query-status"), await ReplyAsync(new QueryCommandsCommand()));
        Assert.Contains(
            new QomType("virtio-net-pci", null, "virtio-net-pci-base"), await ReplyAsync(new QomListTypesCommand()));
        var sandbox = Assert.Single(await ReplyAsync(new QueryCommandLineOptionsCommand("sandbox")));
        Assert.Equal("sandbox", sandbox.Option);
        Assert.Contains(sandbox.Parameters, parameter => parameter is { Name: "spawn", Type: "string" });
    }

    [Fact]
    public async Task Printed_text_is_read() => Assert.Equal(
        "VM status: paused (prelaunch)\r\n", await ReplyAsync(new HumanMonitorCommand("info status")));

    [Fact]
    public async Task Refusal_is_read()
    {
        var error = await Assert.ThrowsAsync<QmpErrorException>(
            () => ReplyAsync(new RawCommand("add-fd"), "add-fd-error"));
        Assert.Equal(QmpErrorClass.GenericError, error.Class);
        Assert.Equal("No file descriptor supplied via SCM_RIGHTS", error.Description);
    }

    private static async Task<TReply> ReplyAsync<TReply>(QmpCommand<TReply> command, string? file = null)
    {
        var options = new FakeQmpOptions { Greeting = GoldenFile.Read("greeting.json").TrimEnd() };
        await using var server = FakeQmpServer.Listen(options: options);
        server.On(command.Name, FakeAnswer.Raw(GoldenFile.Read($"{file ?? command.Name}.json")));
        await using var client = await server.ConnectClientAsync();
        return await client.ExecuteAsync(command);
    }
}
