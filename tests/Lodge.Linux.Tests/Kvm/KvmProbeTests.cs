using System.Diagnostics;
using Lodge.Linux.Errors;
using Lodge.Linux.Kvm;
using Lodge.Model.Host;

namespace Lodge.Linux.Tests.Kvm;

public sealed class KvmProbeTests(ITestOutputHelper output)
{
    private static readonly KvmReport s_found = new() { Usable = false, DevicePresent = true, ApiVersion = 12 };

    [Fact]
    public async Task The_probe_of_this_host_reaches_a_verdict_quickly_and_with_reasons()
    {
        var clock = Stopwatch.StartNew();
        var report = await KvmProbe.RunAsync(CancellationToken.None);
        output.WriteLine($"{clock.ElapsedMilliseconds} ms: {report} {string.Join(' ', report.Reasons)} {report.Remedy}");
        output.WriteLine(string.Join(", ", report.Extensions));

        Assert.NotEmpty(report.Reasons);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 2500);
        if (report.InstructionsPerSecond is not { } speed)
        {
            Assert.Skip($"No guest runs here: {string.Join(' ', report.Reasons)}");
            return;
        }

        Assert.Equal(12, report.ApiVersion);
        Assert.Equal(speed >= KvmVerdict.LeastInstructionsPerSecond, report.Usable);
        Assert.Contains(report.Extensions, extension => extension is { Name: "USER_MEMORY", Value: > 0 });
        Assert.Equal(report.Usable, report.Remedy is null);
    }

    [Fact]
    public void A_nested_host_without_hardware_assist_is_told_so()
    {
        var report = KvmVerdict.Measured(s_found, 1.5e6, new VirtualizationSigns(IsGuest: true, HasHardwareAssist: false));

        Assert.False(report.Usable);
        Assert.Contains("1.5 million", report.Reasons[0], StringComparison.Ordinal);
        Assert.Contains("nested virtualization without hardware assist", report.Reasons[1], StringComparison.Ordinal);
        Assert.Contains("TCG", report.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(49.9e6, false)]
    [InlineData(50e6, true)]
    [InlineData(900e6, true)]
    public void The_verdict_turns_at_fifty_million_instructions_a_second(double speed, bool usable)
    {
        var report = KvmVerdict.Measured(s_found, speed, new VirtualizationSigns(true, true));
        Assert.Equal((usable, speed), (report.Usable, report.InstructionsPerSecond));
        Assert.Equal(usable, report.Remedy is null);
    }

    [Fact]
    public async Task A_missing_device_and_one_that_may_not_be_opened_have_different_remedies()
    {
        var missing = await KvmProbe.RunAsync("/dev/no-kvm", CancellationToken.None);
        Assert.False(missing.DevicePresent);
        Assert.Contains("kvm_intel", missing.Remedy, StringComparison.Ordinal);

        var closed = KvmVerdict.CannotOpen(new LinuxException(Errno.EACCES, "open", "/dev/kvm"));
        Assert.True(closed.DevicePresent);
        Assert.Contains("group kvm", closed.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_kvm_device_is_reported()
    {
        var report = await KvmProbe.RunAsync("/dev/null", CancellationToken.None);
        Assert.False(report.Usable);
        Assert.Contains("ENOTTY", report.Reasons[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.75e6, 100_000)] // the nested host: 1.5 million instructions, two a round
    [InlineData(1_000, 1_000)] // slower than anything seen
    [InlineData(500e6, 10_000_000)]
    [InlineData(1e12, 100_000_000)] // faster than anything to come: still ends
    public void Measuring_stays_within_its_budget_on_any_host(double roundsPerSecond, uint lastBatch)
    {
        var now = TimeSpan.Zero;
        var batches = new List<uint>();
        var speed = LoopSpeed.Measure(
            rounds =>
            {
                batches.Add(rounds);
                now += TimeSpan.FromTicks((long)Math.Ceiling(rounds / roundsPerSecond * TimeSpan.TicksPerSecond));
            },
            () => now);

        Assert.Equal(lastBatch, batches[^1]);
        Assert.InRange(speed / roundsPerSecond, 0.5, 1.01);
        Assert.InRange(now.TotalMilliseconds, 0, roundsPerSecond > 1e5 ? 150 : 1100);
    }
}
