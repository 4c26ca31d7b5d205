using System.Diagnostics;
using Lodge.Linux.Network;
using Lodge.Model.Host;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Meters;
using Lodge.Qemu.Tuning;

namespace Lodge.Qemu.Tests.Meters;

public class QemuMetersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly Queue<TaskCompletionSource<QemuAnswers>> _asked = new();

    [Fact]
    public async Task A_qemu_that_owes_an_answer_is_not_asked_again_until_it_has_answered()
    {
        var meters = new QemuMeters(Ask, () => Runtime, NoLinks, () => []);
        var first = await ReadAsync(meters);
        Assert.NotNull(first.Missing);
        Assert.NotNull(first.Process);

        var watch = Stopwatch.StartNew();
        var second = await ReadAsync(meters);
        Assert.True(watch.Elapsed < Patience, $"It was waited for: {watch.Elapsed}.");
        Assert.NotNull(second.Missing);
        Assert.Single(_asked);

        _asked.Dequeue().SetResult(QemuAnswers.None);
        var third = ReadAsync(meters);
        _asked.Dequeue().SetResult(new QemuAnswers { Vcpus = [new NumberedThread(0, Environment.ProcessId)] });
        var told = await third;
        Assert.Null(told.Missing);
        Assert.True(Assert.Single(told.Vcpus).CpuNanoseconds > 0);
    }

    [Fact]
    public async Task Threads_that_were_named_once_are_measured_though_qemu_is_silent()
    {
        var meters = new QemuMeters(Ask, () => Runtime, NoLinks, () => []);
        var first = ReadAsync(meters);
        _asked.Dequeue().SetResult(new QemuAnswers { Vcpus = [new NumberedThread(0, Environment.ProcessId)] });
        await first;

        var silent = await ReadAsync(meters);

        Assert.NotNull(silent.Missing);
        Assert.Equal(0, Assert.Single(silent.Vcpus).Number);
    }

    [Fact]
    public async Task What_the_host_counts_is_read_without_a_question()
    {
        var usage = await new QemuMeters(Ask, () => Runtime, NoLinks, () => []).ReadAsync(UsageParts.Process, Patience, TestContext.Current.CancellationToken);

        Assert.Null(usage.Missing);
        Assert.True(usage.Process!.ResidentBytes > 0);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Cards_are_counted_as_their_guest_sees_them_without_a_question()
    {
        NicPlug[] plugs = [Plug("net1", "macvtap0") with { IsMacvtap = true }, Plug("net0", "vnet0"), Plug("net2", "gone")];
        var runtime = Runtime with
        {
            Plugs = plugs,
            Definition = new VmDefinition { Name = "web", Nics = [new() { Alias = "net0" }, new() { Alias = "net1" }, new() { Alias = "net2" }, new() { Alias = "net3" }] },
        };
        var meters = new QemuMeters(Ask, () => runtime, name => name == "gone" ? null : new LinkStatistics(1, 2, 3, 4, 5, 6, 7, 8), () => []);

        var usage = await meters.ReadAsync(UsageParts.Nics, Patience, TestContext.Current.CancellationToken);

        Assert.Empty(_asked);
        Assert.Equal(
            [
                new NicUsage
                {
                    Alias = "net0", Interface = "vnet0", ReceivedPackets = 2, SentPackets = 1, ReceivedBytes = 4, SentBytes = 3,
                    ReceiveErrors = 6, SendErrors = 5, ReceiveDrops = 8, SendDrops = 7,
                },
                new NicUsage
                {
                    Alias = "net1", Interface = "macvtap0", ReceivedPackets = 1, SentPackets = 2, ReceivedBytes = 3, SentBytes = 4,
                    ReceiveErrors = 5, SendErrors = 6, ReceiveDrops = 7, SendDrops = 8,
                },
            ],
            usage.Nics);
    }

    private static NicPlug Plug(string alias, string name) => new() { VmId = Guid.Empty, VmName = "web", Alias = alias, Mac = "52:54:00:00:00:01", Interface = name };

    private static LinkStatistics? NoLinks(string name) => null;

    private Task<VmUsage> ReadAsync(QemuMeters meters) => meters.ReadAsync(UsageParts.Vcpus, Patience, TestContext.Current.CancellationToken);

    private Task<QemuAnswers> Ask(UsageParts parts)
    {
        var question = new TaskCompletionSource<QemuAnswers>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Enqueue(question);
        return question.Task;
    }

    private static VmRuntime Runtime { get; } = new()
    {
        ProcessId = Environment.ProcessId,
        StartedAt = DateTimeOffset.UnixEpoch,
        Definition = new VmDefinition { Name = "web" },
        DefinitionRevision = 1,
        Accel = Accelerator.Tcg,
        AccelReason = "a test",
        QemuVersion = "7.2.0",
        MachineName = "pc-q35-7.2",
        Security = new SecurityReport([]),
    };
}
