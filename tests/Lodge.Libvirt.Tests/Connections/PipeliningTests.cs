using Lodge.Libvirt.Connections;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;

namespace Lodge.Libvirt.Tests.Connections;

public sealed class PipeliningTests
{
    private const int HostName = 59;
    private const int Quick = (int)RemoteProcedure.ConnectGetType;
    private const int Slow = (int)RemoteProcedure.DomainCoreDump;

    [Fact]
    public async Task A_slow_call_holds_up_no_other_on_its_connection()
    {
        await using var server = await TestServer.StartAsync();
        var gate = Gate(server);
        using var client = await server.OpenAsync();

        var slow = await client.BeginAsync(Slow);
        Assert.Equal(0, (await client.CallAsync(HostName)).Status);
        gate.SetResult();
        Assert.Equal(0, (await client.ReplyToAsync(slow)).Status);
    }

    [Fact]
    public async Task Quick_calls_have_places_of_their_own_while_all_others_are_taken()
    {
        var limits = new CallLimits { Running = 2, Reserved = 1, Waiting = 3 };
        await using var server = await TestServer.StartAsync(new LibvirtOptions { Calls = limits });
        var gate = Gate(server);
        using var client = await server.OpenAsync();
        var serials = new List<uint>();
        for (var i = 0; i < 5; i++)
        {
            serials.Add(await client.BeginAsync(Slow));
        }

        Assert.Equal(0, (await client.CallAsync(Quick)).Status);
        gate.SetResult();
        foreach (var serial in serials)
        {
            Assert.Equal(0, (await client.ReplyToAsync(serial)).Status);
        }
    }

    [Fact]
    public async Task More_calls_than_there_is_room_for_are_read_later_and_all_answered()
    {
        var running = 0;
        var most = 0;
        var limits = new CallLimits { Running = 3, Reserved = 1, Waiting = 2 };
        await using var server = await TestServer.StartAsync(new LibvirtOptions { Calls = limits });
        server.Probe.On(RemoteProcedure.DomainCoreDump, async (call, cancellation) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Delay(1, cancellation);
            Interlocked.Decrement(ref running);
            call.Reply();
        });
        using var client = await server.OpenAsync();
        for (var i = 0; i < 100; i++)
        {
            await client.BeginAsync(Slow);
        }

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(0, (await client.ReceiveAsync())!.Status);
        }

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_handler_learns_when_its_client_is_gone()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.StartAsync();
        server.Probe.On(RemoteProcedure.DomainCoreDump, async (call, cancellation) =>
        {
            await using var registration = cancellation.Register(gone.SetResult);
            await gone.Task;
            call.Reply();
        });
        using (var client = await server.OpenAsync())
        {
            await client.BeginAsync(Slow);
            await client.CallAsync(HostName);
        }

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static TaskCompletionSource Gate(TestServer server)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Probe.On(RemoteProcedure.DomainCoreDump, async (call, _) =>
        {
            await gate.Task;
            call.Reply();
        });
        return gate;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
