using System.Text.Json.Nodes;
using Lodge.Qmp.Agent;
using Lodge.Qmp.Agent.Commands;
using Lodge.TestSupport.Agents;

namespace Lodge.Qmp.Tests.Agent;

public sealed class AgentClientTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(100);

    private readonly FakeAgent _agent = FakeAgent.Listen();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Client_gets_in_step_once_and_then_asks_in_turn()
    {
        _agent.On("guest-get-host-name", _ => new JsonObject { ["host-name"] = "tiny" });
        await using var client = await ConnectAsync();

        await client.ExecuteAsync(new GuestPingCommand(), Patience, Stop);
        var name = await client.ExecuteAsync(new GuestGetHostNameCommand(), Patience, Stop);

        Assert.Equal("tiny", name.HostName);
        Assert.Equal(1, _agent.Syncs);
        Assert.Equal(["guest-ping", "guest-get-host-name"], _agent.Commands);
    }

    [Fact]
    public async Task What_was_meant_for_somebody_else_is_skipped()
    {
        await using var client = await ConnectAsync();
        await client.ExecuteAsync(new GuestPingCommand(), Patience, Stop);
        await using var next = await ReconnectAsync(client);
        await _agent.SayAsync("half an answer\n{\"return\": 7}\n\u0001garbage");

        _agent.On("guest-fsfreeze-thaw", _ => 3);
        Assert.Equal(3, await next.ExecuteAsync(new GuestFsThawCommand(), Patience, Stop));
    }

    [Fact]
    public async Task Late_answer_is_not_taken_for_that_of_the_next_command()
    {
        var held = new TaskCompletionSource<JsonNode?>();
        _agent.On("guest-fsfreeze-freeze", _ => new ValueTask<JsonNode?>(held.Task));
        _agent.On("guest-fsfreeze-thaw", _ => 2);
        await using var client = await ConnectAsync();

        var failure = await Assert.ThrowsAsync<AgentTimeoutException>(() => client.ExecuteAsync(new GuestFsFreezeCommand(), Blink, Stop));
        held.SetResult(1);
        var thawed = await client.ExecuteAsync(new GuestFsThawCommand(), Patience, Stop);

        Assert.Equal(AgentSilence.Answer, failure.Silence);
        Assert.Equal(2, thawed);
        Assert.Equal(2, _agent.Syncs);
    }

    [Fact]
    public async Task Second_caller_waits_for_its_turn_but_not_longer_than_its_deadline()
    {
        var held = new TaskCompletionSource<JsonNode?>();
        _agent.On("guest-fstrim", _ => new ValueTask<JsonNode?>(held.Task));
        await using var client = await ConnectAsync();

        var first = client.ExecuteAsync(new GuestFsTrimCommand(null), Patience, Stop);
        var hasty = await Assert.ThrowsAsync<AgentTimeoutException>(() => client.ExecuteAsync(new GuestPingCommand(), Blink, Stop));
        var patient = client.ExecuteAsync(new GuestPingCommand(), Patience, Stop);
        held.SetResult(new JsonObject { ["paths"] = new JsonArray() });

        Assert.Equal(AgentSilence.Turn, hasty.Silence);
        Assert.Empty((await first).Paths);
        await patient;
    }

    [Fact]
    public async Task Agent_that_says_nothing_at_all_is_told_from_one_that_is_slow()
    {
        _agent.IsDeaf = true;
        await using var client = await ConnectAsync(new AgentOptions { SyncDeadline = Blink });

        var failure = await Assert.ThrowsAsync<AgentTimeoutException>(() => client.ExecuteAsync(new GuestPingCommand(), Patience, Stop));

        Assert.Equal(AgentSilence.Sync, failure.Silence);
        Assert.Empty(_agent.Commands);
    }

    [Fact]
    public async Task Refusal_reaches_its_caller_and_the_next_command_needs_no_new_sync()
    {
        _agent.On("guest-exec", (Func<JsonObject, JsonNode?>)(_ => throw new FakeAgentRefusal("Failed to execute child process")));
        await using var client = await ConnectAsync();

        var failure = await Assert.ThrowsAsync<AgentErrorException>(
            () => client.ExecuteAsync(new GuestExecCommand("/none", [], null, null, true), Patience, Stop));
        await client.ExecuteAsync(new GuestPingCommand(), Patience, Stop);

        Assert.Equal("Failed to execute child process", failure.Description);
        Assert.Equal(1, _agent.Syncs);
    }

    [Fact]
    public async Task Connection_that_ends_fails_the_command_that_waits()
    {
        _agent.On("guest-ping", _ =>
        {
            _agent.HangUp();
            return null;
        });
        await using var client = await ConnectAsync();

        await Assert.ThrowsAsync<AgentBrokenException>(() => client.ExecuteAsync(new GuestPingCommand(), Patience, Stop));

        Assert.True(client.IsBroken);
    }

    [Fact]
    public async Task Answer_of_another_form_is_an_error_and_the_connection_goes_on()
    {
        _agent.On("guest-get-host-name", _ => new JsonArray());
        await using var client = await ConnectAsync();

        await Assert.ThrowsAsync<AgentReplyException>(() => client.ExecuteAsync(new GuestGetHostNameCommand(), Patience, Stop));
        await client.ExecuteAsync(new GuestPingCommand(), Patience, Stop);
    }

    [Fact]
    public async Task Large_input_and_output_pass_whole()
    {
        var bytes = new byte[3_000_000];
        Random.Shared.NextBytes(bytes);
        _agent.On("guest-file-write", arguments =>
        {
            Assert.Equal(bytes, Convert.FromBase64String((string)arguments["buf-b64"]!));
            return new JsonObject { ["count"] = bytes.Length, ["eof"] = false };
        });
        _agent.On("guest-file-read", _ => new JsonObject
        {
            ["count"] = bytes.Length, ["buf-b64"] = Convert.ToBase64String(bytes), ["eof"] = true,
        });
        await using var client = await ConnectAsync();

        var written = await client.ExecuteAsync(new GuestFileWriteCommand(1, bytes), Patience, Stop);
        var read = await client.ExecuteAsync(new GuestFileReadCommand(1, bytes.Length), Patience, Stop);

        Assert.Equal(bytes.Length, written.Count);
        Assert.Equal(bytes, read.Content);
    }

    private async Task<AgentClient> ConnectAsync(AgentOptions? options = null) =>
        new(await _agent.OpenAsync(Stop), options ?? AgentOptions.Default);

    private async Task<AgentClient> ReconnectAsync(AgentClient former)
    {
        await former.DisposeAsync();
        var next = await ConnectAsync();
        await Task.Delay(Blink, Stop);
        return next;
    }
}
