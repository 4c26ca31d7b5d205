using System.Diagnostics;
using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Lifecycle;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Unprivileged;

/// <summary>The same programs as an ordinary user, who has nothing but a home.</summary>
public sealed class OrdinaryUserTests
{
    private const int Nobody = 65534;

    private static readonly int s_uid = Environment.IsPrivilegedProcess
        ? Nobody
        : int.Parse(ProcessFacts.Status(Environment.ProcessId)["Uid"].Split('\t')[0], CultureInfo.InvariantCulture);

    [Fact]
    public async Task Ordinary_user_launches_watches_saves_restores_and_stops_a_VM_of_his_own()
    {
        var image = await TinyGuest.GetAsync();
        await using var daemon = await StartAsync(image);
        using var client = daemon.Client();
        await LaunchAsync(daemon);
        await using (var console = await GuestConsole.OpenAsync(client, "mine"))
        {
            await console.SeesMatchAsync("lodge-tiny: up, [^\n]*address 10\\.0\\.2\\.");
            await IsHisOwnAsync(daemon, await client.GetVmAsync("mine"));
            await console.TypeAsync("tick &");
            await console.SeesAsync("tick 2");
            await client.WaitForJobAsync(await client.SaveVmAsync("mine"));
        }

        Assert.Equal(VmReason.Saved, (await client.GetVmAsync("mine")).Status.Reason);
        await client.StartVmAsync("mine");
        await using (var console = await GuestConsole.OpenAsync(client, "mine"))
        {
            Assert.InRange(await Ticks.NextAsync(console), 3, 60);
            var file = Path.Combine(daemon.Root, "mine.save");
            await client.WaitForJobAsync(await client.SaveVmAsync("mine", new SaveVm { Path = file }));
            Assert.Equal(s_uid, await OwnerOfAsync(file));
            await client.WaitForJobAsync(await client.RestoreVmAsync(new RestoreVm { Path = file }));
        }

        await daemon.CrashAsync();
        await daemon.StartAgainAsync();
        await using var again = await GuestConsole.OpenAsync(client, "mine");
        await Ticks.NextAsync(again);
        var stop = await daemon.LodgeAsync(["stop", "mine"], null, TimeSpan.FromMinutes(2));
        Assert.True(stop.ExitCode == 0, stop.Errors);
        Assert.Equal(VmReason.GuestPowerOff, (await client.GetVmAsync("mine")).Status.Reason);
        await EverythingIsHisAsync(daemon);
    }

    [Fact]
    public async Task What_needs_the_rights_of_root_says_so()
    {
        await using var daemon = await StartAsync(image: null);
        using var client = daemon.Client();

        var host = await client.GetHostAsync();

        Assert.False(host.Privileged);
        var security = host.Security.Items.ToDictionary(item => item.Name);
        Assert.NotEqual(SecurityState.Enforced, security["user"].State);
        Assert.All(security.Values.Where(item => item.State != SecurityState.Enforced), item => Assert.False(string.IsNullOrWhiteSpace(item.Detail)));
        Assert.Contains("root", security["user"].Detail, StringComparison.Ordinal);
        var shown = await daemon.LodgeAsync("host");
        Assert.Contains(security["user"].Detail, shown.Output, StringComparison.Ordinal);
    }

    // The user can reach neither the checkout nor root's temporary files, so he gets copies of everything.
    private static Task<LodgedProcess> StartAsync(TinyGuest? image) => LodgedProcess.StartAsync(new DaemonStart
    {
        Settings = ["--accel", "tcg"],
        OwnFolders = true,
        ProgramFolder = "bin",
        Wrapper = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--"] : [],
        Prepare = home => PrepareHome(home, image),
    });

    private static void PrepareHome(string home, TinyGuest? image)
    {
        Directory.CreateDirectory(Path.Combine(home, "xdg-run"));
        CopyPrograms(Directory.CreateDirectory(Path.Combine(home, "bin")).FullName);
        image?.CopyTo(Path.Combine(home, "xdg-state", "lodge", "images"));
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["-R", $"{Nobody}:{Nobody}", home]);
            chown.WaitForExit();
        }
    }

    private static void CopyPrograms(string folder)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Repository.Program("lodged"))!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    private static async Task LaunchAsync(LodgedProcess daemon)
    {
        var launch = await daemon.LodgeAsync(["launch", "tiny", "mine", "--wait-for", TinyGuest.Up, "--timeout", "3m"], null, TimeSpan.FromMinutes(4));
        Assert.True(launch.ExitCode == 0, $"{launch}\n{daemon.Log}");
    }

    private static async Task IsHisOwnAsync(LodgedProcess daemon, Vm vm)
    {
        var pid = vm.Runtime!.ProcessId;
        var status = ProcessFacts.Status(pid);
        Assert.Null(vm.Runtime.Uid);
        Assert.Equal($"{s_uid}\t{s_uid}\t{s_uid}\t{s_uid}", status["Uid"]);
        Assert.Equal("1", status["NoNewPrivs"]);
        Assert.Equal("2", status["Seccomp"]);
        Assert.Equal(0UL, Convert.ToUInt64(status["CapEff"], 16));
        Assert.Equal(pid, ProcessFacts.Session(pid));
        var uid = vm.Runtime.Security.Items.Single(item => item.Name == "uid");
        Assert.NotEqual(SecurityState.Enforced, uid.State);
        Assert.Contains(uid.Detail, (await daemon.LodgeAsync("info", "mine")).Output, StringComparison.Ordinal);
    }

    private static async Task EverythingIsHisAsync(LodgedProcess daemon)
    {
        Assert.True(File.Exists(Path.Combine(daemon.Root, "xdg-state", "lodge", "lodge.db")));
        Assert.True(File.Exists(Path.Combine(daemon.Root, "xdg-run", "lodge", "api.sock")));
        foreach (var path in Directory.GetFileSystemEntries(daemon.Root, "*", SearchOption.AllDirectories))
        {
            Assert.True(await OwnerOfAsync(path) == s_uid, $"{path} is not the user's");
        }
    }

    private static async Task<int> OwnerOfAsync(string path) =>
        int.Parse((await Ran.ProgramAsync("stat", ["-c", "%u", path])).Output, CultureInfo.InvariantCulture);
}
