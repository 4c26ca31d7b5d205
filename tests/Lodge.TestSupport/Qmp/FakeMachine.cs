using System.Text.Json.Nodes;

namespace Lodge.TestSupport.Qmp;

/// <summary>
/// The machine behind the fake monitor: it outlives connections, and follows QEMU 7.2 in which event precedes which
/// answer.
/// </summary>
public sealed class FakeMachine
{
    private readonly FakeQmpServer _server;
    private readonly FakeQmpOptions _options;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal FakeMachine(FakeQmpServer server, FakeQmpOptions options)
    {
        _server = server;
        _options = options;
        Status = options.InitialStatus;
    }

    /// <summary>The run state; a test may set it to imitate what QEMU does by itself.</summary>
    public string Status { get; set; }

    /// <summary>Completes when the QEMU that is imitated would have exited.</summary>
    public Task Exited => _exited.Task;

    /// <summary>The guest powers off by itself.</summary>
    public async Task ShutDownFromInsideAsync(string reason = "guest-shutdown")
    {
        await SendShutdownAsync(guest: true, reason);
        if (_options.NoShutdown)
        {
            Status = "shutdown";
            await _server.SendEventAsync("STOP");
        }
        else
        {
            Exit();
        }
    }

    /// <summary>The process is gone, without a word: no client, no socket.</summary>
    public void Exit()
    {
        if (_exited.TrySetResult())
        {
            _server.Shut();
        }
    }

    /// <summary>The machine's own answer; null for a command that it does not have.</summary>
    internal async ValueTask<FakeAnswer?> AnswerAsync(FakeRequest request)
    {
        switch (request.Command)
        {
            case "query-status":
                return Query(("status", Status), ("singlestep", false), ("running", Status == "running"));
            case "query-name":
                return Query(("name", _options.Name));
            case "query-uuid":
                return Query(("UUID", _options.Uuid.ToString()));
            case "query-kvm":
                return Query(("enabled", false), ("present", true));
            case "query-target":
                return Query(("arch", "x86_64"));
            case "query-chardev" or "query-block" or "query-blockstats" or "query-fdsets" or "query-iothreads":
                return FakeAnswer.Return(new JsonArray());
            case "query-migrate":
                return Query();
            case "stop":
                return await ChangeAsync("paused", "STOP");
            case "cont":
                return await ChangeAsync("running", "RESUME");
            case "system_reset":
                await _server.SendEventAsync("RESET", Members(("guest", false), ("reason", "host-qmp-system-reset")));
                return FakeAnswer.Done;
            case "system_powerdown":
                return await PowerDownAsync();
            case "quit":
                await SendShutdownAsync(guest: false, "host-qmp-quit");
                return FakeAnswer.DoneThenExit;
            case "set-action" or "device_add" or "device_del" or "getfd" or "closefd" or "inject-nmi" or "balloon"
                or "migrate-set-parameters" or "migrate-set-capabilities":
                return FakeAnswer.Done;
            default:
                return null;
        }
    }

    private async Task<FakeAnswer> ChangeAsync(string status, string eventName)
    {
        if (Status != status)
        {
            Status = status;
            await _server.SendEventAsync(eventName);
        }

        return FakeAnswer.Done;
    }

    private async Task<FakeAnswer> PowerDownAsync()
    {
        await _server.SendEventAsync("POWERDOWN");
        if (_options.GuestObeysPowerdown && Status == "running")
        {
            _server.InBackground(async cancellationToken =>
            {
                await Task.Delay(_options.GuestShutdownTime, cancellationToken);
                await ShutDownFromInsideAsync();
            });
        }

        return FakeAnswer.Done;
    }

    private ValueTask SendShutdownAsync(bool guest, string reason) =>
        _server.SendEventAsync("SHUTDOWN", Members(("guest", guest), ("reason", reason)));

    private static FakeAnswer Query(params (string Name, JsonNode Value)[] members) =>
        FakeAnswer.Return(Members(members));

    private static JsonObject Members(params (string Name, JsonNode Value)[] members) =>
        new(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)));
}
