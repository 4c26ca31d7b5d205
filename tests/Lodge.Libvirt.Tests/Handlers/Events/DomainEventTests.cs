using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Handlers.Events;

public sealed class DomainEventTests
{
    private const int Register = (int)RemoteProcedure.ConnectDomainEventCallbackRegisterAny;
    private const int Deregister = (int)RemoteProcedure.ConnectDomainEventCallbackDeregisterAny;
    private const int RegisterOld = (int)RemoteProcedure.ConnectDomainEventRegisterAny;
    private const int DeregisterOld = (int)RemoteProcedure.ConnectDomainEventDeregisterAny;
    private const int InternalError = 1;

    [Fact]
    public async Task A_domain_s_life_is_told_in_order_to_new_and_old_clients()
    {
        await using var server = await TestServer.StartAsync();
        using var present = await server.OpenAsync();
        using var old = await server.OpenAsync();
        var number = await RegisterAsync(present, DomainEventId.Lifecycle);
        Assert.Equal(1, new RpcPayload((await old.CallAsync((int)RemoteProcedure.ConnectDomainEventRegister)).Payload).Number());

        var web = await DefineAsync(server, "web");
        await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, TestContext.Current.CancellationToken);
        await server.Engine.Lifecycle.PauseAsync("web", TestContext.Current.CancellationToken);
        await server.Engine.Lifecycle.KillAsync("web", TestContext.Current.CancellationToken);
        await server.Engine.Definitions.RenameAsync("web", "net", TestContext.Current.CancellationToken);

        string[] expected = ["web 0.0", "web 4.0", "web 2.0", "web 3.0", "web 5.1", "web 1.1", "net 0.2"];
        foreach (var line in expected)
        {
            Assert.Equal($"318 {number} {line}", await LifecycleAsync(present, web));
            Assert.Equal($"107 {line}", await LifecycleAsync(old, web));
        }

        Assert.Equal(0, (await old.CallAsync((int)RemoteProcedure.ConnectDomainEventDeregister)).Status);
        Assert.Equal(0, (await present.CallAsync(Deregister, new RpcArguments().Number(number).ToArray())).Status);
        await server.Engine.Definitions.RenameAsync("net", "web", TestContext.Current.CancellationToken);
        await RegisterAsync(present, DomainEventId.Reboot);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task A_callback_for_one_domain_hears_of_no_other()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var (web, mail) = (await DefineAsync(server, "web"), await DefineAsync(server, "mail"));
        var number = await RegisterAsync(client, DomainEventId.Lifecycle, mail);

        await server.Engine.Definitions.RenameAsync("web", "net", TestContext.Current.CancellationToken);
        await server.Engine.Definitions.RenameAsync("mail", "post", TestContext.Current.CancellationToken);

        Assert.Equal($"318 {number} mail 1.1", await LifecycleAsync(client, mail));
        Assert.NotEqual(web, mail);
    }

    [Fact]
    public async Task What_guests_and_devices_do_is_told_in_libvirt_s_form()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var web = await DefineAsync(server, "web", "<disk type='file' device='cdrom'><source file='/cd.iso'/><target dev='sda' bus='sata'/></disk>");
        await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, TestContext.Current.CancellationToken);
        foreach (var id in Enum.GetValues<DomainEventId>().Where(id => id != DomainEventId.Lifecycle))
        {
            await RegisterAsync(client, id);
        }

        var qemu = server.World.Processes[web];
        var cd = server.Engine.Vms.Get(web).Runtime!.Definition.Disks.Single();
        qemu.Report(new BalloonMoved(64L << 20));
        qemu.Report(new TrayMoved(cd.Alias!, IsOpen: true));
        qemu.Report(new AgentMoved("channel0", IsConnected: true));
        qemu.Report(new DeviceKept("net0"));
        qemu.Report(new MemoryDeviceResized("virtiomem0", 32L << 20));
        qemu.Report(new GuestClockSet(90));
        qemu.Report(new DiskError("sda", Write: false, NoSpace: true, GuestStopped: false, "No space left"));
        qemu.Report(new GuestReset(ByGuest: true));

        Assert.Equal(65536, (await EventAsync(client, 331, web)).Hyper());
        var tray = await EventAsync(client, 328, web);
        Assert.Equal((cd.Alias, 0), (tray.Text(), tray.Number()));
        var agent = await EventAsync(client, 348, web);
        Assert.Equal((1, 2), (agent.Number(), agent.Number()));
        Assert.Equal("net0", (await EventAsync(client, 367, web)).Text());
        var memory = await EventAsync(client, 438, web);
        Assert.Equal(("virtiomem0", 32768), (memory.Text(), memory.Hyper()));
        Assert.Equal(90, (await EventAsync(client, 320, web)).Hyper());
        var error = await EventAsync(client, 322, web);
        Assert.Equal(("/cd.iso", cd.Alias, 2), (error.Text(), error.Text(), error.Number()));
        var reason = await EventAsync(client, 324, web);
        Assert.Equal(("/cd.iso", cd.Alias, 2, "enospc"), (reason.Text(), reason.Text(), reason.Number(), reason.Text()));
        await EventAsync(client, 319, web);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task What_a_client_notes_down_on_a_domain_is_told()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var web = await DefineAsync(server, "web");
        await RegisterAsync(client, DomainEventId.MetadataChange);

        var arguments = new RpcArguments().Domain("web", web, -1).Number(1).OptionalText("A title").OptionalText(null).OptionalText(null).Number(2);
        Assert.Equal(0, (await client.CallAsync((int)RemoteProcedure.DomainSetMetadata, arguments.ToArray())).Status);

        var told = await EventAsync(client, 379, web);
        Assert.Equal((1, 0), (told.Number(), told.Number()));
    }

    [Theory]
    [InlineData(null, 0, "STOP RESUME RESET")]
    [InlineData("RESUME", 0, "RESUME")]
    [InlineData("resume", 0, "")]
    [InlineData("resume", 2, "RESUME")]
    [InlineData("^RES", 1, "RESUME RESET")]
    [InlineData("s.t$", 3, "RESET")]
    public async Task What_QEMU_says_itself_is_told_to_those_who_ask_for_it(string? name, int flags, string expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        var web = await DefineAsync(server, "web");
        await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, TestContext.Current.CancellationToken);
        var arguments = new RpcArguments().Number(0).OptionalText(name).Number(flags).ToArray();
        var number = new RpcPayload((await client.CallAsync(4, arguments, ProtocolFacts.QemuProgram)).Payload).Number();

        foreach (var (happened, data) in new[] { ("STOP", null), ("RESUME", "{}"), ("RESET", "{\"guest\":true}") })
        {
            server.World.Processes[web].Listener!(new MonitorEvent(happened, DateTimeOffset.UnixEpoch.AddSeconds(7.000003), data));
        }

        foreach (var happened in expected.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var payload = new RpcPayload((await client.NextAsync())!.Payload);
            Assert.Equal((number, "web"), (payload.Number(), payload.Text()));
            payload.Skip(20);
            Assert.Equal((happened, 7L, 3), (payload.Text(), payload.Hyper(), payload.Number()));
            Assert.Equal(happened == "STOP" ? 0 : 1, payload.Number());
        }

        Assert.Equal(0, (await client.CallAsync(5, new RpcArguments().Number(number).ToArray(), ProtocolFacts.QemuProgram)).Status);
        server.World.Processes[web].Listener!(new MonitorEvent("STOP", DateTimeOffset.UnixEpoch, null));
        Assert.Equal(1, (await client.CallAsync(5, new RpcArguments().Number(number).ToArray(), ProtocolFacts.QemuProgram)).Status);
        var wrong = new RpcArguments().Number(0).OptionalText("(").Number(1).ToArray();
        Assert.Equal(1, (await client.CallAsync(4, wrong, ProtocolFacts.QemuProgram)).Status);
    }

    [Fact]
    public async Task Wrong_registrations_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();

        await RefusedAsync(client, Register, new RpcArguments().Number(30).Number(0));
        await RefusedAsync(client, Deregister, new RpcArguments().Number(4711));
        await RefusedAsync(client, RegisterOld, new RpcArguments().Number((int)DomainEventId.BlockJob2));
        await RefusedAsync(client, DeregisterOld, new RpcArguments().Number((int)DomainEventId.Reboot));
        Assert.Equal(0, (await client.CallAsync(RegisterOld, new RpcArguments().Number(1).ToArray())).Status);
        await RefusedAsync(client, RegisterOld, new RpcArguments().Number(1));

        foreach (var (add, remove) in new[] { (313, 314), (368, 369), (374, 375), (380, 381) })
        {
            var number = new RpcPayload((await client.CallAsync(add, new RpcArguments().Number(1).Number(0).ToArray())).Payload).Number();
            await RefusedAsync(client, Deregister, new RpcArguments().Number(number));
            Assert.Equal(0, (await client.CallAsync(remove, new RpcArguments().Number(number).ToArray())).Status);
        }
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_with_a_reason_while_others_hear_everything()
    {
        await using var server = await TestServer.StartAsync(new LibvirtOptions { EventBytesWaiting = 1 << 16 });
        using var slow = await server.OpenAsync();
        using var reader = await server.OpenAsync();
        var web = await DefineAsync(server, "web");
        await server.Engine.Lifecycle.StartAsync("web", paused: false, discardSave: false, TestContext.Current.CancellationToken);
        for (var i = 0; i < 40; i++)
        {
            await RegisterAsync(slow, DomainEventId.BalloonChange);
        }

        await RegisterAsync(reader, DomainEventId.BalloonChange);
        var qemu = server.World.Processes[web];
        for (var told = 0; !Dropped(); told++)
        {
            Assert.True(told < 3000, "The slow client is still there.");
            qemu.Report(new BalloonMoved((told + 1L) << 20));
            Assert.Equal((told + 1L) << 10, (await EventAsync(reader, 331, web)).Hyper());
        }

        bool Dropped() => server.Logs.Lines.Any(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("does not read its events", StringComparison.Ordinal));
    }

    private static async Task<int> RegisterAsync(RpcClient client, DomainEventId id, Guid? only = null)
    {
        var arguments = new RpcArguments().Number((int)id);
        arguments = only is { } uuid ? arguments.Number(1).Domain("any", uuid, -1) : arguments.Number(0);
        var reply = await client.CallAsync(Register, arguments.ToArray());
        Assert.Equal(0, reply.Status);
        return new RpcPayload(reply.Payload).Number();
    }

    private static async Task RefusedAsync(RpcClient client, int procedure, RpcArguments arguments)
    {
        var reply = await client.CallAsync(procedure, arguments.ToArray());
        Assert.Equal((1, InternalError), (reply.Status, new RpcPayload(reply.Payload).Number()));
    }

    // The payload behind number and domain.
    private static async Task<RpcPayload> EventAsync(RpcClient client, int procedure, Guid domain)
    {
        var message = (await client.NextAsync())!;
        Assert.Equal((RpcMessage.Event, procedure), (message.Type, message.Procedure));
        var payload = new RpcPayload(message.Payload).Int();
        Assert.Equal("web", payload.Text());
        Assert.NotEqual(Guid.Empty, domain);
        return payload.Skip(20);
    }

    private static async Task<string> LifecycleAsync(RpcClient client, Guid domain)
    {
        var message = (await client.NextAsync())!;
        var payload = new RpcPayload(message.Payload);
        var number = message.Procedure == 318 ? string.Create(CultureInfo.InvariantCulture, $"318 {payload.Number()}") : "107";
        var name = payload.Text();
        Assert.True(message.Payload.AsSpan().IndexOf(domain.ToByteArray(bigEndian: true)) > 0, "The event is about another domain.");
        payload.Skip(20);
        return string.Create(CultureInfo.InvariantCulture, $"{number} {name} {payload.Number()}.{payload.Number()}");
    }

    private static async Task<Guid> DefineAsync(TestServer server, string name, string devices = "")
    {
        var xml = $"<domain type='qemu'><name>{name}</name><memory unit='MiB'>256</memory><os><type arch='x86_64' machine='q35'>hvm</type></os>"
            + $"<devices>{devices}</devices></domain>";
        Vm vm = await server.Engine.Definitions.DefineAsync(DomainXml.Read(xml), TestContext.Current.CancellationToken);
        return vm.Id;
    }
}
