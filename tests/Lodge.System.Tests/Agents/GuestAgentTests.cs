using System.Diagnostics;
using System.Text;
using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Agents;

/// <summary>Debian's guest agent in a Linux guest, through the command line and the API.</summary>
public sealed class GuestAgentTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task Agent_of_a_linux_guest_does_all_that_lodge_offers()
    {
        var image = await TinyGuest.GetAsync();
        using var client = fixture.Daemon.Client();
        var disk = Path.Combine(fixture.Daemon.Root, "data.raw");
        await using (var file = File.Create(disk))
        {
            file.SetLength(8 << 20);
        }

        var definition = image.Vm("guest", "lodge.ignore-power=1") with
        {
            Disks = [new DiskDefinition { Source = new FileDiskSource { Path = disk }, Format = DiskFormat.Raw }],
        };
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        await using var console = await GuestConsole.OpenAsync(client, "guest");
        await console.SeesAsync(TinyGuest.Up);
        await AgentAnswersAsync("guest");

        Assert.Contains("Lodge's tiny guest", await DoneAsync("agent", "os", "guest"), StringComparison.Ordinal);
        Assert.Contains("10.0.2.15/24", await DoneAsync("agent", "addresses", "guest"), StringComparison.Ordinal);
        Assert.Contains("root", await DoneAsync("agent", "users", "guest"), StringComparison.Ordinal);
        Assert.Contains("guest-fsfreeze-freeze", await DoneAsync("agent", "info", "guest"), StringComparison.Ordinal);
        await DoneAsync("agent", "trim", "guest");
        await ProgramsAsync();
        await FilesAsync(client);
        await FreezeAsync();
        await ClockAndPasswordAsync(client);

        await DoneAsync("stop", "guest", "--by", "agent", "--timeout", "1m");
        var stopped = (await client.GetVmAsync("guest")).Status;
        Assert.Equal((VmState.Stopped, VmReason.GuestPowerOff), (stopped.State, stopped.Reason));
    }

    [Fact]
    public async Task Guest_without_an_agent_and_vm_without_a_channel_are_told_at_once()
    {
        using var client = fixture.Daemon.Client();
        var plain = new VmDefinition { Name = "plain", Accel = Accelerator.Tcg };
        await client.CreateVmAsync(new CreateVm { Definition = plain, Start = true });
        await client.CreateVmAsync(new CreateVm { Definition = plain with { Name = "bare", Channels = [] }, Start = true });

        var clock = Stopwatch.StartNew();
        var silent = await Assert.ThrowsAsync<LodgeException>(() => client.Agent.PingAsync("plain"));
        var bare = await Assert.ThrowsAsync<LodgeException>(() => client.Agent.PingAsync("bare"));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(4), $"it took {clock.Elapsed}");
        Assert.Equal((ErrorCode.AgentUnresponsive, "No guest agent runs in VM 'plain'."), (silent.Error.Code, silent.Message));
        Assert.Equal(ErrorCode.InvalidState, bare.Error.Code);
        Assert.Contains("org.qemu.guest_agent.0", bare.Error.Remedy, StringComparison.Ordinal);
        var exec = await fixture.Daemon.LodgeAsync("exec", "plain", "--", "true");
        Assert.Equal(125, exec.ExitCode);
    }

    // The agent starts a moment after the guest has said that it is up.
    private async Task AgentAnswersAsync(string vm)
    {
        var deadline = DateTime.UtcNow.AddMinutes(1);
        while ((await fixture.Daemon.LodgeAsync("agent", "ping", vm)).ExitCode != 0)
        {
            Assert.True(DateTime.UtcNow < deadline, "the agent never came");
            await Task.Delay(200);
        }
    }

    private async Task ProgramsAsync()
    {
        var ran = await fixture.Daemon.LodgeAsync("exec", "guest", "-n", "--", "sh", "-c", "echo out; echo err >&2; exit 3");
        Assert.Equal((3, "out\n", "err\n"), (ran.ExitCode, ran.Output, ran.Errors));
        var missing = await fixture.Daemon.LodgeAsync("exec", "guest", "-n", "--", "/no/such/program");
        Assert.Equal(127, missing.ExitCode);
        var slow = await fixture.Daemon.LodgeAsync("exec", "guest", "-n", "--timeout", "1s", "--", "sleep", "60");
        Assert.Equal(125, slow.ExitCode);
        Assert.Contains("lodge exec guest -- kill", slow.Errors, StringComparison.Ordinal);
    }

    private static async Task FilesAsync(Client.LodgeClient client)
    {
        var bytes = new byte[300_000];
        Random.Shared.NextBytes(bytes);
        await client.Agent.WriteFileAsync("guest", "/tmp/random", append: false, new MemoryStream(bytes));
        var read = new MemoryStream();
        await client.Agent.ReadFileAsync("guest", "/tmp/random", read);
        Assert.Equal(bytes, read.ToArray());

        var count = await client.Agent.ExecuteAsync(
            "guest", new ExecuteInGuest { Command = new() { Program = "wc", Arguments = ["-c"], Input = bytes[..100_000] } });
        Assert.Equal("100000\n", Encoding.UTF8.GetString(count.Output));
    }

    private async Task FreezeAsync()
    {
        Assert.Equal("There was no file system to freeze or thaw.\n", await DoneAsync("agent", "freeze", "guest"));
        await DoneAsync("exec", "guest", "-n", "--", "sh", "-c", "mke2fs /dev/vda && mount -t ext4 /dev/vda /mnt");
        Assert.Contains("/mnt", await DoneAsync("agent", "filesystems", "guest"), StringComparison.Ordinal);
        Assert.Contains("1 file system is frozen", await DoneAsync("agent", "freeze", "guest", "--limit", "1h"), StringComparison.Ordinal);
        var refused = await fixture.Daemon.LodgeAsync("exec", "guest", "-n", "--", "true");
        Assert.Equal(125, refused.ExitCode);
        Assert.Contains("until", await DoneAsync("agent", "freeze-status", "guest"), StringComparison.Ordinal);
        Assert.Contains("thawed", await DoneAsync("agent", "thaw", "guest"), StringComparison.Ordinal);
        Assert.Equal("No file system is frozen.\n", await DoneAsync("agent", "freeze-status", "guest"));
    }

    private async Task ClockAndPasswordAsync(Client.LodgeClient client)
    {
        await DoneAsync("agent", "time", "guest", "--set", "2031-05-06T07:08:09Z");
        Assert.StartsWith("2031-05-06T07:0", await DoneAsync("agent", "time", "guest"), StringComparison.Ordinal);
        await client.Agent.SetPasswordAsync("guest", new SetGuestPassword { User = "root", Password = "secret" });
        Assert.Contains("root:$6$", await DoneAsync("exec", "guest", "-n", "--", "cat", "/etc/passwd"), StringComparison.Ordinal);
    }

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var ran = await fixture.Daemon.LodgeAsync(arguments, null, TimeSpan.FromMinutes(2));
        Assert.True(ran.ExitCode == 0, $"lodge {string.Join(' ', arguments)}: {ran.ExitCode}\n{ran.Output}{ran.Errors}");
        return ran.Output;
    }
}
