using System.Text;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Launch;
using Lodge.Linux.Processes;
using Lodge.Linux.Tests.Support;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Tests.Launch;

/// <summary>A plan that is not what the daemon wrote: the program of it must never run.</summary>
public sealed class TamperedPlanTests : IDisposable
{
    private readonly LaunchBench _bench = new();
    private readonly string _trace;

    public TamperedPlanTests() => _trace = Path.Combine(_bench.Folder, "trace");

    [Fact]
    public async Task An_untouched_plan_runs()
    {
        var (exit, output) = await _bench.RunAsync(
            Plan() with { Landlock = new LandlockPlan(LandlockMode.Off, [], false), Arguments = ["-c", "echo ran"] });
        Assert.Equal("ran\n", output);
        Assert.Equal(0, exit.ExitCode);
    }

    [Fact]
    public async Task An_unsealed_plan_is_refused()
    {
        using var unsealed = MemFd.Create("lodge-plan", PlanEnvelope.Write(Plan()));
        Assert.Contains("sealed", (await RefusalOfFileAsync(unsealed)).Reason, StringComparison.Ordinal);

        var path = Path.Combine(_bench.Folder, "plan");
        await File.WriteAllBytesAsync(path, PlanEnvelope.Write(Plan()));
        using var ordinary = File.OpenHandle(path);
        Assert.Contains("sealed", (await RefusalOfFileAsync(ordinary)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(25)]
    [InlineData(29)]
    [InlineData(200)]
    [InlineData(-1)]
    public async Task A_flipped_bit_is_refused(int position)
    {
        var bytes = PlanEnvelope.Write(Plan());
        bytes[position < 0 ? bytes.Length + position : position] ^= 1;
        Assert.Contains("checksum", (await RefusalOfBytesAsync(bytes)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_cut_short_is_refused()
    {
        var bytes = PlanEnvelope.Write(Plan());
        await RefusalOfBytesAsync(bytes[..^10]);
        await RefusalOfBytesAsync(bytes[..5]);
        await RefusalOfBytesAsync([]);
    }

    [Theory]
    [InlineData("\"umask\":null", "\"umask\":null,\"setuid\":true", "setuid")]
    [InlineData("\"umask\":null", "\"umask\":null,\"umask\":0", "umask")]
    [InlineData("\"umask\":null", "\"umask\":\"zero\"", "umask")]
    [InlineData("\"noNewPrivileges\":true,", "", "noNewPrivileges")]
    [InlineData("[\"-c\",", "[null,", "NullReference")]
    [InlineData("\"mode\":\"WhenAvailable\"", "\"mode\":\"Sometimes\"", "mode")]
    public async Task A_plan_with_a_field_unknown_doubled_missing_or_wrong_is_refused(string from, string to, string named)
    {
        var json = Encoding.UTF8.GetString(PlanEnvelope.Write(Plan())[PlanEnvelopeBytes.HeaderLength..]);
        Assert.Contains(from, json, StringComparison.Ordinal);
        var bytes = PlanEnvelopeBytes.Wrap(json.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(named, (await RefusalOfBytesAsync(bytes)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_without_landlock_is_refused()
    {
        var json = Encoding.UTF8.GetString(PlanEnvelope.Write(Plan())[PlanEnvelopeBytes.HeaderLength..]);
        var start = json.IndexOf("\"landlock\":", StringComparison.Ordinal);
        var end = json.IndexOf("\"descriptors\":", StringComparison.Ordinal);
        foreach (var text in new[] { json.Remove(start, end - start), json[..start] + "\"landlock\":null," + json[end..] })
        {
            var refusal = await RefusalOfBytesAsync(PlanEnvelopeBytes.Wrap(text));
            Assert.Contains("landlock", refusal.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_descriptor_is_refused()
    {
        // So high that the runtime of lodge-launch has not opened it for itself.
        var refusal = await RefusalAsync(Plan() with { Descriptors = [new ExpectedDescriptor(241, DescriptorKind.File)] });
        Assert.Equal("Descriptor 241 is not open.", refusal.Reason);
    }

    [Fact]
    public async Task Root_as_the_user_is_refused()
    {
        var refusal = await RefusalAsync(Plan() with { Identity = new LaunchIdentity(0, 1000, []) });
        Assert.Contains("user is 0", refusal.Reason, StringComparison.Ordinal);
        if (Shim.IsRoot)
        {
            refusal = await RefusalAsync(Plan() with { Identity = null });
            Assert.Contains("launcher is root", refusal.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_step_that_fails_is_named_with_its_reason()
    {
        var refusal = await RefusalAsync(Plan() with { WorkingDirectory = "/no/such/folder" });
        Assert.Equal("folder", refusal.Step);
        Assert.Contains("does not exist", refusal.Reason, StringComparison.Ordinal);

        refusal = await RefusalAsync(Plan() with { CgroupProcsFiles = ["/no/cgroup.procs"] });
        Assert.Equal("cgroups", refusal.Step);

        refusal = await RefusalAsync(Plan() with { Executable = "/usr/bin/no-such-program" });
        Assert.Equal("exec", refusal.Step);
    }

    [Fact]
    public async Task A_launcher_that_is_no_launcher_is_reported()
    {
        foreach (var (path, step) in new[] { ("/bin/true", "shim"), ("/no/lodge-launch", "spawn") })
        {
            var launcher = new ShimLauncher(path, _bench.Processes.Spawner, _bench.Processes.Watcher);
            var failure = await Assert.ThrowsAsync<LaunchFailedException>(
                () => launcher.LaunchAsync(Plan(), [], null, Deadline.Token()));
            Assert.Equal(step, failure.Refusal.Step);
        }
    }

    public void Dispose() => _bench.Dispose();

    private LaunchPlan Plan() => Shim.Plan(_bench.Folder, $"touch {_trace}");

    private Task<LaunchRefusal> RefusalAsync(LaunchPlan plan) => RefusalOfBytesAsync(PlanEnvelope.Write(plan));

    private async Task<LaunchRefusal> RefusalOfBytesAsync(byte[] bytes)
    {
        using var file = MemFd.CreateSealed("lodge-plan", bytes);
        return await RefusalOfFileAsync(file);
    }

    private async Task<LaunchRefusal> RefusalOfFileAsync(SafeFileHandle file)
    {
        // A folder everybody may write to, so that the trace of a program that does run is sure to be left.
        File.SetUnixFileMode(_bench.Folder, (UnixFileMode)0x1FF);
        using var log = _bench.OpenLog();
        return await _bench.RefusalAsync(
            () => _bench.Launcher.LaunchPlanFileAsync(file, [], log, Deadline.Token()), _trace);
    }
}
