using System.Diagnostics;
using System.Threading.Channels;
using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Qemu.Companions;

namespace Lodge.Qemu.Tests.Companions;

/// <summary>Companions that are sleeps and shells, beside a QEMU that is a sleep.</summary>
public sealed class CompanionGroupTests : IDisposable
{
    private readonly PidFdWatcher _watcher = new();
    private readonly Channel<CompanionEnded> _told = Channel.CreateUnbounded<CompanionEnded>();
    private readonly ProcessHandle _qemu;

    public CompanionGroupTests() => _qemu = Spawn("exec sleep 1000");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Companion_that_dies_while_its_VM_lives_is_told_once_and_struck_off()
    {
        var (dying, staying) = (Companion("fs0", "exec sleep 1000"), Companion("tpm0", "exec sleep 1000"));
        using var group = new CompanionGroup([dying, staying]);
        group.Watch(_qemu, ended => _told.Writer.TryWrite(ended));
        dying.Process!.Signal(Signals.Kill);

        var told = await _told.Reader.ReadAsync(Token);
        Assert.Equal(("fs0", "sh: killed by signal 9"), (told.Role, told.Detail));
        Assert.Equal(["tpm0"], group.RecordsOrNull!.Select(record => record.Name));
        await group.EndAllAsync(Token);
        Assert.False(_told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Companion_that_died_while_no_daemon_was_there_is_told()
    {
        using var group = new CompanionGroup([Companion("fs0", null)]);
        group.Watch(_qemu, ended => _told.Writer.TryWrite(ended));
        Assert.Contains("while lodged was away", (await _told.Reader.ReadAsync(Token)).Detail);
        Assert.Null(group.RecordsOrNull);
    }

    [Fact]
    public async Task Companion_that_ends_with_its_VM_is_no_news()
    {
        var ending = Companion("tpm0", "exec sleep 1000");
        using var group = new CompanionGroup([ending]);
        group.Watch(_qemu, ended => _told.Writer.TryWrite(ended));
        ending.Process!.Signal(Signals.Terminate);
        await Task.Delay(100, Token);
        _qemu.Signal(Signals.Kill);

        await group.EndAllAsync(Token);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        Assert.False(_told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Companion_that_neither_goes_by_itself_nor_when_asked_is_killed()
    {
        var stubborn = Companion("fs0", "trap '' TERM; while :; do sleep 0.1; done");
        var process = stubborn.Process!;
        using var group = new CompanionGroup([]);
        group.Watch(_qemu, ended => _told.Writer.TryWrite(ended));
        group.Add(stubborn);
        var clock = Stopwatch.StartNew();
        await group.RemoveAsync("other", Token);
        await group.RemoveAsync("fs0", Token);

        Assert.Equal(Signals.Kill, (await process.Exited).Signal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 3.5, 9);
        Assert.Empty(group.All);
    }

    public void Dispose()
    {
        _qemu.Signal(Signals.Kill);
        _qemu.Dispose();
        _watcher.Dispose();
    }

    private Companion Companion(string name, string? command) => new(
        new CompanionRecord(name, name, "/bin/sh", 0, 0, "/nonexistent/log"), command is null ? null : Spawn(command));

    private ProcessHandle Spawn(string command) =>
        new Spawner(_watcher).Spawn(new SpawnRequest { Executable = "/bin/sh", Arguments = ["-c", $"{command}; exit 0"], Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } });
}
