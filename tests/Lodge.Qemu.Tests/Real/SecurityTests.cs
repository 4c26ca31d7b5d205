using System.Globalization;
using Lodge.Model.Host;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Real;

/// <summary>How a real QEMU of ours looks to the kernel.</summary>
public class SecurityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task QEMU_runs_as_its_own_user_without_capabilities_and_filtered()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a VM a user of its own");
        await using var host = RealHost.Create();
        await using var one = await host.LaunchAsync(host.Guest("one"));
        await using var two = await host.LaunchAsync(host.Guest("two"));

        Assert.NotEqual(one.Runtime.Uid, two.Runtime.Uid);
        foreach (var vm in new[] { one, two })
        {
            var uid = vm.Runtime.Uid!.Value;
            Assert.InRange(uid, RealHost.FirstUid, RealHost.FirstUid + 499);
            var status = Status(vm.Runtime.ProcessId);
            Assert.Equal(string.Join('\t', Enumerable.Repeat(uid.ToString(CultureInfo.InvariantCulture), 4)), status["Uid"]);
            Assert.Equal(status["Uid"], status["Gid"]);
            Assert.Equal("", status["Groups"]);
            Assert.Equal("1", status["NoNewPrivs"]);
            Assert.Equal("2", status["Seccomp"]);
            Assert.Equal("0000000000000000", status["CapEff"]);
            Assert.Equal("0000000000000000", status["CapBnd"]);
            Assert.Contains(vm.Runtime.Security.Items, item => item is { Name: "seccomp", State: SecurityState.Enforced });
            Assert.All(vm.Runtime.Security.Items, item => Assert.False(string.IsNullOrEmpty(item.Detail)));
        }

        await one.QuitAsync(Token);
        await two.QuitAsync(Token);
    }

    [Fact]
    public async Task QEMU_has_no_descriptors_but_its_own()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        await using var vm = await host.LaunchAsync(definition);
        var files = new DirectoryInfo($"/proc/{vm.Runtime.ProcessId}/fd").GetFiles()
            .Select(fd => fd.LinkTarget ?? "")
            .Where(target => target.StartsWith('/') && !target.StartsWith("/dev/", StringComparison.Ordinal))
            .Distinct();
        Assert.All(files, file => Assert.True(
            file == ((Model.Vms.Devices.FileDiskSource)definition.Disks[0].Source!).Path
                || file.StartsWith(Path.Combine(host.Options.LogFolder, definition.Id.ToString()), StringComparison.Ordinal),
            $"QEMU has '{file}' open"));
        await vm.QuitAsync(Token);
    }

    private static Dictionary<string, string> Status(int pid) => File.ReadLines($"/proc/{pid}/status")
        .Select(line => line.Split(':', 2))
        .ToDictionary(parts => parts[0], parts => parts[1].Trim());
}
