using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Security;

/// <summary>
/// A program that the daemon takes for QEMU and starts by its real plan and through the real lodge-launch. It looks
/// around from inside, prints what it could reach into the VM's log, and ends.
/// </summary>
public sealed class ProbeTests
{
    private const UnixFileMode ForAllToRun = (UnixFileMode)0x1ED; // 0755
    private const UnixFileMode ForAllToWrite = (UnixFileMode)0x1B6; // 0666

    private const string Script = """
        #!/bin/bash
        case " $* " in *" -M none "*) exec /usr/bin/qemu-system-x86_64 "$@" ;; esac
        reads() { head -c 1 "$1" > /dev/null 2>&1 && echo "reads $1." || echo "cannot read $1."; }
        writes() { (echo x >> "$1") 2> /dev/null && echo "writes $1." || echo "cannot write $1."; }
        for file in /etc/shadow /etc/passwd /proc/1/environ ROOT/state/lodge.db ROOT/other.raw ROOT/open.raw ROOT/probed.raw; do reads $file; done
        for file in ROOT/other.raw ROOT/open.raw ROOT/new /tmp/lodge-probe-was-here; do writes $file; done
        ls ROOT/run/vms > /dev/null 2>&1 && echo 'lists run folders.' || echo 'cannot list run folders.'
        kill -0 STARTER 2> /dev/null && echo 'signals who started the daemon.' || echo 'cannot signal who started the daemon.'
        kill -0 OTHER 2> /dev/null && echo 'signals the other VM.' || echo 'cannot signal the other VM.'
        for fd in {3..20}; do
          { head -c 12 <&$fd; } 2> /dev/null | grep -q 'my own disk' && echo 'has its disk as a descriptor.'
        done
        reads /usr/share/seabios/bios-256k.bin
        exit 1
        """;

    [Fact]
    public async Task Program_in_the_place_of_QEMU_reaches_its_own_files_and_no_others()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only a daemon with root's rights gives each VM a user of its own");

        // The folder's mode lets everybody in, so that it is not what protects.
        await using var daemon = await LodgedProcess.StartAsync(
            new DaemonStart { Settings = ["--accel", "tcg"], Prepare = root => File.SetUnixFileMode(root, ForAllToRun) });
        using var client = daemon.Client();
        await using var other = await SerialVm.BootAsync(client, SerialVm.Definition(daemon, "other"));
        var landlock = (await client.GetVmAsync("other")).Runtime!.Security.Items.Single(item => item.Name == "landlock-files");
        var open = Path.Combine(daemon.Root, "open.raw");
        await File.WriteAllTextAsync(open, new string('x', 4096));
        File.SetUnixFileMode(open, ForAllToWrite);

        var seen = await ProbeAsync(daemon, client);

        string[] secrets = ["/etc/shadow", "/proc/1/environ", $"{daemon.Root}/state/lodge.db", $"{daemon.Root}/other.raw", $"{daemon.Root}/probed.raw"];
        Assert.All(secrets, file => Assert.Contains($"cannot read {file}.", seen, StringComparison.Ordinal));
        Assert.All([$"{daemon.Root}/other.raw", $"{daemon.Root}/new"], file => Assert.Contains($"cannot write {file}.", seen, StringComparison.Ordinal));
        Assert.Contains("cannot list run folders.", seen, StringComparison.Ordinal);
        Assert.Contains("cannot signal who started the daemon.", seen, StringComparison.Ordinal);
        Assert.Contains("cannot signal the other VM.", seen, StringComparison.Ordinal);
        Assert.Contains("has its disk as a descriptor.", seen, StringComparison.Ordinal);
        Assert.Contains("\nreads /usr/share/seabios/bios-256k.bin.", seen, StringComparison.Ordinal);
        if (landlock.State != SecurityState.Enforced)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Files that are open to all are not checked here: {landlock.Detail}");
            return;
        }

        // What only Landlock keeps away: the modes of these files let everybody in.
        Assert.All(["/etc/passwd", open], file => Assert.Contains($"cannot read {file}.", seen, StringComparison.Ordinal));
        Assert.All([open, "/tmp/lodge-probe-was-here"], file => Assert.Contains($"cannot write {file}.", seen, StringComparison.Ordinal));
    }

    // The same daemon, started anew with the probe for a QEMU; the other VM runs on.
    private static async Task<string> ProbeAsync(LodgedProcess daemon, LodgeClient client)
    {
        var other = (await client.GetVmAsync("other")).Runtime!.ProcessId;
        var probe = Path.Combine(daemon.Root, "probe");
        await File.WriteAllTextAsync(
            probe,
            Script.Replace("ROOT", daemon.Root, StringComparison.Ordinal)
                .Replace("STARTER", $"{Environment.ProcessId}", StringComparison.Ordinal)
                .Replace("OTHER", $"{other}", StringComparison.Ordinal));
        File.SetUnixFileMode(probe, ForAllToRun);
        var disk = Path.Combine(daemon.Root, "probed.raw");
        await File.WriteAllTextAsync(disk, "my own disk!".PadRight(4096));
        File.SetUnixFileMode(disk, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await daemon.StopAsync();
        await daemon.StartAgainAsync("--qemu-binary", probe);

        var definition = new VmDefinition(disks: [new DiskDefinition { Source = new FileDiskSource { Path = disk }, Format = DiskFormat.Raw }]) { Name = "probed" };
        await client.CreateVmAsync(new CreateVm { Definition = definition });
        await Assert.ThrowsAsync<LodgeException>(() => client.StartVmAsync("probed"));
        using var log = new StreamReader(await client.OpenLogAsync("probed", LogSource.Qemu));
        return await log.ReadToEndAsync();
    }
}
