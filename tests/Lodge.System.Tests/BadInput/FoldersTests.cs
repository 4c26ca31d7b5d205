using System.Text;
using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.BadInput;

/// <summary>State folders that are full, read-only, or another daemon's.</summary>
public sealed class FoldersTests
{
    [Fact]
    public async Task Full_disk_refuses_definitions_and_saves_and_the_daemon_serves_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount a small file system");
        await using var daemon = await LodgedProcess.StartAsync(InNamespace("mkdir $TEST_ROOT/state && mount -t tmpfs -o size=2m tmpfs $TEST_ROOT/state"));
        using var client = daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = Vm("runs"), Start = true, Paused = true });

        var defined = await FillAsync(client);
        var error = await Refused.ByApiAsync(daemon, ErrorCode.StorageFailed, ask => ask.CreateVmAsync(new CreateVm { Definition = Big("more") }));
        Assert.Contains("no room left", error.Message, StringComparison.Ordinal);
        await Refused.ByCommandAsync(daemon, 1, ["define", "-"], $$"""{"name": "more", "description": "{{new string('x', 8000)}}"}""");

        var save = await Assert.ThrowsAsync<LodgeException>(async () => await client.WaitForJobAsync(await client.SaveVmAsync("runs")));
        Assert.True(save.Error.Code is ErrorCode.InsufficientResources or ErrorCode.StorageFailed, save.Error.ToString());
        Assert.Equal(VmState.Paused, (await client.GetVmAsync("runs")).Status.State);
        Assert.Equal(defined + 1, (await client.ListVmsAsync()).Count);

        await MountAsync(daemon, "-o", "remount,size=40m");
        await client.CreateVmAsync(new CreateVm { Definition = Big("more") });
        await client.WaitForJobAsync(await client.SaveVmAsync("runs"));
        Assert.True((await client.GetVmAsync("runs")).HasManagedSave);
    }

    [Fact]
    public async Task Read_only_state_folder_is_told_and_ends_the_daemon()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount a folder read-only");
        await using var daemon = LodgedProcess.Prepare(
            InNamespace("mkdir $TEST_ROOT/state && mount --bind $TEST_ROOT/state $TEST_ROOT/state && mount -o remount,ro,bind $TEST_ROOT/state"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => daemon.StartAgainAsync());

        Assert.Contains($"{daemon.Root}/state", daemon.Log, StringComparison.Ordinal);
        Assert.Contains("ead-only", daemon.Log, StringComparison.Ordinal);
        Assert.Contains("  → ", daemon.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", daemon.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_daemon_on_one_root_ends_and_leaves_the_first_unharmed()
    {
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        using var client = daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = Vm("runs"), Start = true, Paused = true });
        var before = await Traces.OfAsync(daemon);

        var second = await Ran.ProgramAsync(Repository.Program("lodged"), ["--root", daemon.Root]);

        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains("lodged", second.Errors, StringComparison.Ordinal);
        Assert.Contains("already", second.Errors, StringComparison.Ordinal);
        Assert.Contains("  → ", second.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await Traces.OfAsync(daemon));
        await client.ResumeVmAsync("runs");
        await client.KillVmAsync("runs");
    }

    private static DaemonStart InNamespace(string preparation) => new()
    {
        Settings = ["--accel", "tcg"],
        Wrapper = ["unshare", "--mount", "sh", "-ec", $"{preparation}; exec \"$@\"", "sh"],
    };

    private static async Task<int> FillAsync(LodgeClient client)
    {
        for (var count = 0; count < 1000; count++)
        {
            try
            {
                await client.CreateVmAsync(new CreateVm { Definition = Big($"vm{count}") });
            }
            catch (LodgeException full) when (full.Error.Code == ErrorCode.StorageFailed)
            {
                return count;
            }
        }

        throw new InvalidOperationException("A disk of 2 MiB took 1,000 definitions of 8 KiB.");
    }

    private static async Task MountAsync(LodgedProcess daemon, params string[] options)
    {
        var ran = await Ran.ProgramAsync("nsenter", ["--target", $"{daemon.ProcessId}", "--mount", "mount", .. options, daemon.StateFolder]);
        Assert.True(ran.ExitCode == 0, ran.Errors);
    }

    private static VmDefinition Vm(string name) => new(memory: new() { Size = ByteSize.FromMiB(16) }) { Name = name };

    private static VmDefinition Big(string name) => Vm(name) with { Description = new StringBuilder().Append('x', 8000).ToString() };
}
