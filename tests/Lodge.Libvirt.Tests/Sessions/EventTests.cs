using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Libvirt.Tests.Support;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Sessions;

public sealed class EventTests
{
    private const int Register = (int)RemoteProcedure.ConnectDomainEventCallbackRegisterAny;

    [Fact]
    public async Task An_event_reaches_its_client_in_libvirt_s_form()
    {
        await using var server = await TestServer.StartAsync();
        var sessions = Registering(server);
        using var client = await server.OpenAsync();
        var number = new RpcPayload((await client.CallAsync(Register)).Payload).Number();

        Send(sessions.Single().Session, number, "web");

        var message = (await client.NextAsync())!;
        Assert.Equal((RpcMessage.Event, 318, 1u, 0), (message.Type, message.Procedure, message.Serial, message.Status));
        var payload = new RpcPayload(message.Payload);
        Assert.Equal((number, "web"), (payload.Number(), payload.Text()));
    }

    [Fact]
    public async Task Callbacks_have_numbers_of_their_own_and_end_with_their_connection()
    {
        await using var server = await TestServer.StartAsync();
        var sessions = Registering(server);
        using var first = await server.OpenAsync();
        using (var second = await server.OpenAsync())
        {
            var one = new RpcPayload((await first.CallAsync(Register)).Payload).Number();
            var two = new RpcPayload((await second.CallAsync(Register)).Payload).Number();
            Assert.NotEqual(one, two);
            Assert.False(sessions[0].Session.Callbacks.Remove(CallbackKind.Network, one));
            Assert.True(sessions[0].Session.Callbacks.Remove(CallbackKind.Domain, one));
            Assert.False(sessions[0].Session.Callbacks.Remove(CallbackKind.Domain, one));
        }

        Assert.True(sessions[0].Removed.Task.IsCompleted);
        await sessions[1].Removed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_events_is_dropped_and_no_other_notices()
    {
        await using var server = await TestServer.StartAsync(new LibvirtOptions { EventBytesWaiting = 1 << 20 });
        var sessions = Registering(server);
        using var slow = await server.OpenAsync();
        await slow.CallAsync(Register);
        using var reader = await server.OpenAsync();
        await reader.CallAsync(Register);
        var text = new string('x', 100_000);

        for (var sent = 0; !sessions[0].Session.Closing.IsCancellationRequested; sent++)
        {
            Assert.True(sent < 1000, "The slow client is still there after 100 MB.");
            Send(sessions[0].Session, 1, text);
        }

        Send(sessions[1].Session, 2, "web");
        Assert.Equal(318, (await reader.NextAsync())!.Procedure);
        Assert.Equal(0, (await reader.CallAsync(59)).Status);
        await sessions[0].Removed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Large_replies_that_wait_for_a_client_do_not_count_as_events()
    {
        await using var server = await TestServer.StartAsync(new LibvirtOptions { EventBytesWaiting = 1 << 20 });
        var sessions = Registering(server);
        server.Probe.On(RemoteProcedure.DomainGetXmlDesc, call => call.Reply(new DomainGetXmlDescRet(new string('x', 4_000_000))));
        using var client = await server.OpenAsync();
        await client.CallAsync(Register);
        var serials = new List<uint>();
        for (var i = 0; i < 5; i++)
        {
            serials.Add(await client.BeginAsync((int)RemoteProcedure.DomainGetXmlDesc));
        }

        Send(sessions.Single().Session, 1, "web");
        foreach (var serial in serials)
        {
            Assert.Equal(0, (await client.ReplyToAsync(serial)).Status);
        }

        Assert.Equal(318, (await client.NextAsync())!.Procedure);
    }

    private static void Send(Session session, int number, string name) => session.Send(
        RemoteProcedure.DomainEventCallbackLifecycle,
        new DomainEventCallbackLifecycleMsg(number, new DomainEventLifecycleMsg(new Domain(name, Guid.NewGuid(), 1), 2, 0)));

    private static List<Registered> Registering(TestServer server)
    {
        var sessions = new List<Registered>();
        server.Probe.On(RemoteProcedure.ConnectDomainEventCallbackRegisterAny, call =>
        {
            var registered = new Registered(call.Session);
            sessions.Add(registered);
            call.Reply(new ConnectDomainEventCallbackRegisterAnyRet(call.Session.Callbacks.Add(CallbackKind.Domain, _ => registered)));
        });
        return sessions;
    }

    private sealed record Registered(Session Session) : IDisposable
    {
        public TaskCompletionSource Removed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => Removed.SetResult();
    }
}
