using Lodge.Linux.Descriptors;
using Lodge.Linux.Launch;
using Lodge.Linux.Processes;
using Lodge.Linux.Security;
using Lodge.Linux.Tests.Support;
using Lodge.Model.Host;

namespace Lodge.Linux.Tests.Launch;

/// <summary>What a launched program can and cannot do, asked from inside of it.</summary>
public sealed class ConfinementTests : IDisposable
{
    private readonly LaunchBench _bench = new();

    [Fact]
    public async Task A_vm_reads_its_own_disk_and_no_secret_of_others()
    {
        var (own, other, database) = (MakeFolder("vm-a"), MakeFolder("vm-b"), Path.Combine(_bench.Folder, "lodge.db"));
        foreach (var file in new[] { $"{own}/disk", $"{other}/disk", database })
        {
            // Readable for everybody, so that it is Landlock that keeps them from it and not the mode.
            MakeFile(file, 0x1A4 /* 0644 */);
        }

        SkipWithoutLandlock();
        var (exit, output) = await _bench.RunAsync(Shim.Plan(own,
            $"for f in {own}/disk {other}/disk {database} /etc/shadow /etc/passwd; do cat $f >/dev/null && echo read $f; done;"
            + $"echo x > {own}/disk && echo wrote own; echo x > {own}/new || echo cannot make; ls {_bench.Folder} || echo no list"));

        Assert.Equal(new ProcessExit(0, null), exit);
        Assert.Contains($"read {own}/disk\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain($"read {other}/disk", output, StringComparison.Ordinal);
        Assert.DoesNotContain($"read {database}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("read /etc/shadow", output, StringComparison.Ordinal);
        Assert.DoesNotContain("read /etc/passwd", output, StringComparison.Ordinal);
        Assert.Contains("cannot make", output, StringComparison.Ordinal);
        Assert.Contains("no list", output, StringComparison.Ordinal);
        if (Shim.IsRoot)
        {
            // Its user owns nothing here: writing is denied by the mode although the rule allows it.
            Assert.DoesNotContain("wrote own", output, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("wrote own", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_landlock_the_user_alone_is_kept_from_roots_files()
    {
        SkipUnlessRoot();
        var secret = Path.Combine(_bench.Folder, "secret");
        MakeFile(secret, 0x180 /* 0600 */);
        var plan = WithoutLandlock(Shim.Plan(_bench.Folder, $"id -u; id -G; cat {secret} /etc/shadow || echo denied"));

        var (_, output) = await _bench.RunAsync(plan);
        var lines = output.Split('\n');
        Assert.Equal(["991001", "991001"], lines[..2]);
        Assert.Contains("denied", lines);
        Assert.DoesNotContain("contents of", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_launched_program_has_no_capabilities_and_cannot_gain_any()
    {
        var plan = WithoutLandlock(Shim.Plan(
            _bench.Folder, "grep -E '^(Cap|NoNewPrivs|SigIgn|SigBlk|Groups)' /proc/self/status; umask; ulimit -n; "
            + "cat /proc/self/oom_score_adj")) with
        {
            Umask = 0x3F, // 0077
            OomScoreAdjustment = 321,
            Limits = [new ResourceLimit(LimitedResource.Descriptors, 64, 128)],
        };
        var (_, output) = await _bench.RunAsync(plan);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains("NoNewPrivs:\t1", lines);
        Assert.Contains("SigBlk:\t0000000000000000", lines);
        Assert.Equal(["0077", "64", "321"], lines[^3..]);
        foreach (var set in new[] { "CapInh", "CapPrm", "CapEff", "CapAmb" })
        {
            Assert.Contains($"{set}:\t0000000000000000", lines);
        }

        if (Shim.IsRoot)
        {
            Assert.Contains("CapBnd:\t0000000000000000", lines);
            Assert.Contains(lines, line => line.TrimEnd() == "Groups:");
        }

        // SIGPIPE is 13; the .NET runtime of the shim ignores it, and the program must not.
        var ignored = Convert.ToUInt64(lines.Single(line => line.StartsWith("SigIgn", StringComparison.Ordinal))[8..], 16);
        Assert.Equal(0UL, ignored & (1 << 12));
    }

    [Fact]
    public async Task Helper_that_stays_root_has_the_capabilities_it_was_left_and_no_others()
    {
        SkipUnlessRoot();
        var plan = WithoutLandlock(Shim.Plan(_bench.Folder, "id -u; grep -E '^(Cap|NoNewPrivs)' /proc/self/status")) with
        {
            Identity = null,
            KeptCapabilities = [Capability.ChangeOwner, Capability.SetUser, Capability.SetFileCapabilities],
        };
        var (_, output) = await _bench.RunAsync(plan);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("0", lines[0]);
        Assert.Contains("NoNewPrivs:\t1", lines);
        foreach (var set in new[] { "CapPrm", "CapEff", "CapBnd" })
        {
            Assert.Contains($"{set}:\t0000000080000081", lines);
        }
    }

    [Fact]
    public async Task A_launched_program_gets_the_listed_descriptors_and_no_others()
    {
        using var file = MemFd.CreateSealed("passed", "hello"u8);
        var plan = WithoutLandlock(Shim.Plan(_bench.Folder, "cat <&7; echo; exec ls -l /proc/self/fd")) with
        {
            Descriptors = [new ExpectedDescriptor(7, DescriptorKind.File)],
        };
        var (_, output) = await _bench.RunAsync(plan,
            [new PassedDescriptor(file, 7), new PassedDescriptor(file, 9)]);

        Assert.StartsWith("hello\n", output, StringComparison.Ordinal);
        Assert.Contains(" 7 -> /memfd:passed", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 9 -> ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("lodge-plan", output, StringComparison.Ordinal);
        Assert.DoesNotContain("pipe:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_launched_program_makes_no_tcp_connection_when_the_plan_denies_it()
    {
        SkipWithoutLandlock();
        if (!Landlock.Probe().CanDenyNetwork)
        {
            Assert.Skip($"This kernel's Landlock ABI {Landlock.Probe().Version} cannot deny TCP; 4 is needed.");
        }

        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        try
        {
            var denied = Shim.Plan(_bench.Folder, $"exec bash -c 'echo > /dev/tcp/127.0.0.1/{port} && echo connected'");
            Assert.DoesNotContain("connected", (await _bench.RunAsync(denied)).Output, StringComparison.Ordinal);

            var allowed = denied with { Landlock = denied.Landlock with { DenyNetwork = false } };
            Assert.Contains("connected", (await _bench.RunAsync(allowed)).Output, StringComparison.Ordinal);
        }
        finally
        {
            listener.Stop();
        }
    }

    [Fact]
    public async Task The_security_report_tells_what_is_in_force()
    {
        using var launched = (await _bench.Launcher.LaunchAsync(
            WithoutLandlock(Shim.Plan(_bench.Folder, "exit 0")), [], null, Deadline.Token())).Process;
        await launched.WaitForExitAsync(Deadline.Token());

        var plan = Shim.Plan("/vm", "true");
        var old = SecurityReports.Of(plan, new LandlockSupport(1, null)).Items.ToDictionary(item => item.Name);
        Assert.Equal(SecurityState.Enforced, old["landlock-files"].State);
        Assert.Equal(SecurityState.Unavailable, old["landlock-network"].State);
        Assert.Contains("ABI 1", old["landlock-network"].Detail, StringComparison.Ordinal);

        var none = SecurityReports.Of(plan, new LandlockSupport(0, "switched off")).Items.ToDictionary(item => item.Name);
        Assert.Equal(new SecurityItem("landlock-files", SecurityState.Unavailable, "switched off"), none["landlock-files"]);
        Assert.Equal(SecurityState.Enforced, none["no-new-privs"].State);
    }

    public void Dispose() => _bench.Dispose();

    private static LaunchPlan WithoutLandlock(LaunchPlan plan) =>
        plan with { Landlock = new LandlockPlan(LandlockMode.Off, [], false) };

    private string MakeFolder(string name)
    {
        var path = Path.Combine(_bench.Folder, name);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, (UnixFileMode)0x1ED /* 0755 */);
        return path;
    }

    private static void MakeFile(string path, int mode)
    {
        File.WriteAllText(path, $"contents of {path}");
        File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    private static void SkipUnlessRoot()
    {
        if (!Shim.IsRoot)
        {
            Assert.Skip("Only root can change its user.");
        }
    }

    private static void SkipWithoutLandlock()
    {
        if (Landlock.Probe() is { IsAvailable: false } support)
        {
            Assert.Skip($"No Landlock here: {support.Reason}.");
        }
    }
}
