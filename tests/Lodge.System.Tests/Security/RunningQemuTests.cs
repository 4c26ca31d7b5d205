using Lodge.Client;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.System.Tests.Support;

namespace Lodge.System.Tests.Security;

/// <summary>How the QEMUs of a daemon that is root look to the kernel.</summary>
public sealed class RunningQemuTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task Each_QEMU_is_confined_as_its_report_says()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only a daemon with root's rights gives each VM a user of its own");
        using var client = fixture.Daemon.Client();
        await using var first = await SerialVm.BootAsync(client, SerialVm.Definition(fixture.Daemon, "one"));
        await using var second = await SerialVm.BootAsync(client, SerialVm.Definition(fixture.Daemon, "two"));
        var one = await client.GetVmAsync("one");
        var two = await client.GetVmAsync("two");

        Assert.NotEqual(one.Runtime!.Uid, two.Runtime!.Uid);
        foreach (var vm in new[] { one, two })
        {
            await IsConfinedAsync(vm);
            HasItsSocketsForItself(vm);
            await EndsWithoutTraceAsync(client, vm);
        }
    }

    private async Task IsConfinedAsync(Vm vm)
    {
        var (pid, uid) = (vm.Runtime!.ProcessId, vm.Runtime.Uid!.Value);
        var status = ProcessFacts.Status(pid);
        Assert.Equal($"{uid}\t{uid}\t{uid}\t{uid}", status["Uid"]);
        Assert.Equal(status["Uid"], status["Gid"]);
        Assert.Equal("", status["Groups"]);
        Assert.Equal("1", status["NoNewPrivs"]);
        Assert.Equal("2", status["Seccomp"]);
        Assert.All(["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"], set => Assert.Equal(0UL, Convert.ToUInt64(status[set], 16)));
        Assert.Equal(pid, ProcessFacts.Session(pid));
        Assert.NotEqual(ProcessFacts.Session(fixture.Daemon.ProcessId), ProcessFacts.Session(pid));
        Assert.Equal("?", await ProcessFacts.TerminalAsync(pid));
        Assert.Equal(0, ProcessFacts.Limit(pid, "Max core file size"));

        var security = vm.Runtime.Security.Items.ToDictionary(item => item.Name);
        Assert.All(["uid", "capabilities", "no-new-privs", "seccomp", "session"], name => Assert.Equal(SecurityState.Enforced, security[name].State));
        Assert.All(security.Values, item => Assert.False(string.IsNullOrWhiteSpace(item.Detail)));
        if (security["cgroup"].State == SecurityState.Enforced)
        {
            Assert.Contains(File.ReadLines($"/proc/{pid}/cgroup"), line => line.EndsWith($"/{vm.Id}", StringComparison.Ordinal));
        }
        else
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"No control groups here: {security["cgroup"].Detail}");
        }
    }

    // Whoever could connect to the monitor would rule over the VM.
    private void HasItsSocketsForItself(Vm vm)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        var folder = Path.Combine(fixture.Daemon.RunFolder, "vms", vm.Id.ToString());
        Assert.All(Directory.GetFileSystemEntries(folder).Append(folder), path => Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(path) & others));
    }

    private static async Task EndsWithoutTraceAsync(LodgeClient client, Vm vm)
    {
        await client.KillVmAsync(vm.Name);
        Assert.False(Directory.Exists($"/proc/{vm.Runtime!.ProcessId}"));
        var anywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        Assert.Empty(Directory.GetDirectories("/sys/fs/cgroup", vm.Id.ToString(), anywhere));
    }
}
