using Lodge.Engine.Ports;
using Lodge.Engine.Vms.Changes;
using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Events;
using Lodge.Model.Secrets;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;
using Lodge.TestSupport.Engine;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Handlers.Events;

/// <summary>Events about what the host does for domains, about who watches them, and about secrets, as they are on the wire.</summary>
public sealed class HostEventTests
{
    private const int TextValue = 7;
    private const int ULongValue = 4;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tuning_of_what_runs_is_told_by_libvirt_s_names_and_no_change_of_the_definition_with_it()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        await StartAsync(server);
        await RegisterAsync(client, DomainEventId.Tunable);
        await RegisterAsync(client, DomainEventId.Lifecycle);

        await EditAsync(server, ChangeScope.Live, vm => vm with
        {
            Tuning = new() { Cpu = new() { Weight = 200, VcpuPins = [new VcpuPin(0, "0-1")], EmulatorPin = "1" } },
        });
        await EditAsync(server, ChangeScope.Live, vm => DeviceEditing.With(vm, vm.Disks[0] with { Throttle = new() { TotalIops = 500 } }));
        await EditAsync(server, ChangeScope.Next, vm => vm with { Title = "told at last" });

        var cpu = await EventAsync(client, RemoteProcedure.DomainEventCallbackTunable);
        Assert.Equal((3, "cputune.cpu_shares", ULongValue, 200L), (cpu.Number(), cpu.Text(), cpu.Number(), cpu.Hyper()));
        Assert.Equal(("cputune.vcpupin0", TextValue, "0-1"), (cpu.Text(), cpu.Number(), cpu.Text()));
        Assert.Equal(("cputune.emulatorpin", TextValue, "1"), (cpu.Text(), cpu.Number(), cpu.Text()));
        var disk = await EventAsync(client, RemoteProcedure.DomainEventCallbackTunable);
        Assert.Equal((2, "blkdeviotune.disk", TextValue, "vda"), (disk.Number(), disk.Text(), disk.Number(), disk.Text()));
        Assert.Equal(("blkdeviotune.total_iops_sec", ULongValue, 500L), (disk.Text(), disk.Number(), disk.Hyper()));
        var defined = await EventAsync(client, RemoteProcedure.DomainEventCallbackLifecycle);
        Assert.Equal((0, 1), (defined.Number(), defined.Number()));
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Viewers_marks_on_disks_broken_memory_and_lost_control_are_told()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var qemu = await StartAsync(server);
        foreach (var id in Enum.GetValues<DomainEventId>().Where(id => id is not (DomainEventId.Lifecycle or DomainEventId.BlockJob)))
        {
            await RegisterAsync(client, id);
        }

        qemu.Report(new ViewerMoved(new DisplayViewer
        {
            Display = GraphicsType.Vnc,
            Phase = ViewerPhase.Initialized,
            Server = new("ipv6", "::1", "5901"),
            Client = new("unix", "", "/run/viewer"),
            Authentication = "sasl",
            User = "ann",
        }));
        qemu.Report(new DiskFilled("vda", new DiskMark(1 << 20, 512)));
        qemu.Report(new MemoryFailed(new MemoryFault(InGuest: true, MemoryFaultAction.Inject, ActionRequired: true, Recursive: false)));
        qemu.Report(new ControlLost("end of stream"));
        qemu.Report(new GuestHibernated());

        var viewer = await EventAsync(client, RemoteProcedure.DomainEventCallbackGraphics);
        Assert.Equal((1, 1, "::1", "5901"), (viewer.Number(), viewer.Number(), viewer.Text(), viewer.Text()));
        Assert.Equal((2, "", "/run/viewer", "sasl"), (viewer.Number(), viewer.Text(), viewer.Text(), viewer.Text()));
        Assert.Equal((1, "saslUsername", "ann"), (viewer.Number(), viewer.Text(), viewer.Text()));
        var mark = await EventAsync(client, RemoteProcedure.DomainEventBlockThreshold);
        Assert.Equal(("vda", 1, "/a.raw", 1L << 20, 512L), (mark.Text(), mark.Number(), mark.Text(), mark.Hyper(), mark.Hyper()));
        var memory = await EventAsync(client, RemoteProcedure.DomainEventMemoryFailure);
        Assert.Equal((1, 1, 1), (memory.Number(), memory.Number(), memory.Number()));
        await EventAsync(client, RemoteProcedure.DomainEventCallbackControlError);
        Assert.Equal(RemoteProcedure.DomainEventCallbackPmsuspendDisk, (RemoteProcedure)(await client.NextAsync())!.Procedure);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task What_happens_to_secrets_is_told_to_those_who_ask_for_that_secret_or_all()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var (wanted, other) = (Guid.NewGuid(), Guid.NewGuid());
        await RegisterSecretAsync(client, kind: 0, null);
        await RegisterSecretAsync(client, kind: 1, wanted);

        foreach (var id in new[] { other, wanted })
        {
            await server.Engine.Secrets.DefineAsync(new SecretDefinition { Id = id }, Cancelled);
            await server.Engine.Secrets.SetValueAsync(id, [1], Cancelled);
        }

        await server.Engine.Secrets.UndefineAsync(wanted, Cancelled);

        Assert.Equal((other, 0), await LifecycleAsync());
        Assert.Equal((wanted, 0), await LifecycleAsync());
        var value = await SecretAsync(RemoteProcedure.SecretEventValueChanged);
        Assert.Equal(wanted, value.Id);
        Assert.Equal((wanted, 1), await LifecycleAsync());
        Assert.Empty(server.Logs.Complaints);

        async Task<(Guid Id, int What)> LifecycleAsync()
        {
            var (id, payload) = await SecretAsync(RemoteProcedure.SecretEventLifecycle);
            return (id, payload.Int().Skip(4).Number());
        }

        async Task<(Guid Id, RpcPayload More)> SecretAsync(RemoteProcedure procedure)
        {
            var message = (await client.NextAsync())!;
            Assert.Equal(procedure, (RemoteProcedure)message.Procedure);
            return (new Guid(message.Payload.AsSpan(4, 16), bigEndian: true), new RpcPayload(message.Payload).Skip(20));
        }
    }

    [Fact]
    public async Task What_happens_to_storage_pools_is_told_in_its_order()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        foreach (var kind in new[] { 0, 1 })
        {
            var arguments = new RpcArguments().Number(kind).Number(0).ToArray();
            Assert.Equal(0, (await client.CallAsync((int)RemoteProcedure.ConnectStoragePoolEventRegisterAny, arguments)).Status);
        }

        var (pools, pool) = (server.Engine.Pools, new PoolDefinition { Name = "images", Backend = new FolderPoolBackend { Path = "/srv/images" } });
        await pools.DefineAsync(pool, null, Cancelled);
        await pools.BuildAsync("images", overwrite: false, Cancelled);
        await pools.StartAsync("images", build: false, Cancelled);
        await pools.RefreshAsync("images", Cancelled);
        await pools.StopAsync("images", Cancelled);
        await pools.UndefineAsync("images", Cancelled);

        var told = new List<int?>();
        while (told.Count < 6)
        {
            var message = (await client.NextAsync())!;
            var payload = new RpcPayload(message.Payload).Int();
            Assert.Equal("images", payload.Text());
            told.Add(message.Procedure == (int)RemoteProcedure.StoragePoolEventRefresh ? null : payload.Skip(16).Number());
        }

        Assert.Equal([0, 4, 2, null, 3, 1], told);
        Assert.Empty(server.Logs.Complaints);
    }

    private static async Task<FakeQemu> StartAsync(TestServer server)
    {
        const string Xml = "<domain type='qemu'><name>web</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>"
            + "<os><type arch='x86_64' machine='q35'>hvm</type></os>"
            + "<devices><disk type='file' device='disk'><source file='/a.raw'/><target dev='vda' bus='virtio'/></disk></devices></domain>";
        var vm = await server.Engine.Definitions.DefineAsync(DomainXml.Read(Xml), Cancelled);
        await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, Cancelled);
        return server.World.Processes[vm.Id];
    }

    private static Task EditAsync(TestServer server, ChangeScope scope, Func<VmDefinition, VmDefinition> edit) =>
        server.Engine.Changes.EditAsync("web", edit, new ChangeRequest { Scope = scope }, Cancelled);

    private static async Task RegisterAsync(RpcClient client, DomainEventId id)
    {
        var reply = await client.CallAsync(
            (int)RemoteProcedure.ConnectDomainEventCallbackRegisterAny, new RpcArguments().Number((int)id).Number(0).ToArray());
        Assert.Equal(0, reply.Status);
    }

    private static async Task RegisterSecretAsync(RpcClient client, int kind, Guid? only)
    {
        var arguments = new RpcArguments().Number(kind);
        arguments = only is { } id ? arguments.Number(1).Raw(id.ToByteArray(bigEndian: true)).Number(0).Text("") : arguments.Number(0);
        Assert.Equal(0, (await client.CallAsync((int)RemoteProcedure.ConnectSecretEventRegisterAny, arguments.ToArray())).Status);
    }

    // The payload behind number and domain.
    private static async Task<RpcPayload> EventAsync(RpcClient client, RemoteProcedure procedure)
    {
        var message = (await client.NextAsync())!;
        Assert.Equal(procedure, (RemoteProcedure)message.Procedure);
        var payload = new RpcPayload(message.Payload).Int();
        Assert.Equal("web", payload.Text());
        return payload.Skip(20);
    }
}
