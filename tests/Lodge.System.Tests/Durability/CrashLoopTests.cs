using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Durability;

/// <summary>
/// Kills the real daemon with SIGKILL at random moments while it starts, saves, stops ten real QEMUs.
/// <c>LODGE_SEED</c> repeats a run, <c>LODGE_ROUNDS</c> makes it longer.
/// </summary>
public sealed class CrashLoopTests(ITestOutputHelper output)
{
    private const int Vms = 10;

    [Fact]
    public async Task Daemon_killed_at_random_moments_loses_no_definition_no_guest_and_leaks_nothing()
    {
        var seed = Number("LODGE_SEED") ?? Random.Shared.Next();
        output.WriteLine($"seed {seed} (repeat with LODGE_SEED={seed})");
        var random = new Random(seed);
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        using (var client = daemon.Client())
        {
            for (var i = 0; i < Vms; i++)
            {
                await client.CreateVmAsync(new CreateVm { Definition = Definition(i) });
            }
        }

        for (var round = 0; round < (Number("LODGE_ROUNDS") ?? 6); round++)
        {
            await RoundAsync(daemon, random, $"seed {seed}, round {round}");
        }

        await EndAsync(daemon, $"seed {seed}, end");
    }

    private async Task RoundAsync(LodgedProcess daemon, Random random, string when)
    {
        using var client = daemon.Client();
        var before = (await client.ListVmsAsync()).ToDictionary(vm => vm.Name);
        var untouched = new Dictionary<string, int?>();
        var work = new List<Task>();
        foreach (var vm in before.Values)
        {
            if (random.Next(4) == 0)
            {
                untouched[vm.Name] = (await client.GetVmAsync(vm.Name)).Runtime?.ProcessId;
                continue;
            }

            work.Add(DoAsync(client, vm, random.Next(4)));
        }

        await Task.Delay(random.Next(600));
        await daemon.CrashAsync();
        await Task.WhenAll(work);
        await daemon.StartAgainAsync();
        await CheckAsync(daemon, untouched, when);
    }

    private static async Task DoAsync(LodgeClient client, VmSummary vm, int choice)
    {
        try
        {
            await ((vm.State, choice) switch
            {
                (VmState.Stopped, 0) => client.StartVmAsync(vm.Name, new StartVm { Paused = true }),
                (VmState.Stopped, _) => client.StartVmAsync(vm.Name),
                (_, 0) => client.KillVmAsync(vm.Name),
                (VmState.Running, 1) => client.PauseVmAsync(vm.Name),
                (VmState.Paused, 1) => client.ResumeVmAsync(vm.Name),
                _ => (Task)client.SaveVmAsync(vm.Name),
            });
        }
        catch (LodgeException failure) when (failure.Error.Code is ErrorCode.Unreachable or ErrorCode.InvalidState or ErrorCode.HypervisorFailed)
        {
            // The daemon was killed under it: what came of it is checked after the restart.
        }
    }

    private async Task CheckAsync(LodgedProcess daemon, Dictionary<string, int?> untouched, string when)
    {
        using var client = daemon.Client();
        var vms = await SettledAsync(client, when);
        Assert.Equal(Vms, vms.Count);
        foreach (var (name, pid) in untouched)
        {
            Assert.True((await client.GetVmAsync(name)).Runtime?.ProcessId == pid, $"{when}: {name} was not touched, and is not as it was\n{daemon.Log}");
        }

        var live = vms.Where(vm => vm.State != VmState.Stopped).ToList();
        output.WriteLine($"{when}: {live.Count} live, {vms.Count(vm => vm.HasManagedSave)} saved");
        await AssertSoonAsync(client, when, daemon);
    }

    // What exists on the host, against what the daemon says exists; empty when they agree.
    private static string Leaks(LodgedProcess daemon, IReadOnlyList<VmSummary> vms)
    {
        var live = vms.Where(vm => vm.State != VmState.Stopped).Select(vm => vm.Id.ToString()).ToHashSet();
        var leaks = new List<string>();
        Compare("processes", daemon.GuestProcesses().Count.ToString(CultureInfo.InvariantCulture), live.Count.ToString(CultureInfo.InvariantCulture));
        Compare("run folders", Names(Path.Combine(daemon.RunFolder, "vms")), string.Join(' ', live.Order()));
        Compare("cgroups", Cgroups(vms), string.Join(' ', live.Order()));
        var saved = vms.Where(vm => vm.HasManagedSave).Select(vm => $"{vm.Id}.save").Order();
        Compare("saved states", Names(Path.Combine(daemon.StateFolder, "saves")), string.Join(' ', saved));
        return string.Join('\n', leaks);

        void Compare(string what, string there, string expected)
        {
            if (there != expected)
            {
                leaks.Add($"{what}: there are [{there}], expected [{expected}]");
            }
        }
    }

    private static string Names(string folder) => Directory.Exists(folder)
        ? string.Join(' ', Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order())
        : "";

    private static string Cgroups(IReadOnlyList<VmSummary> vms)
    {
        var ids = vms.Select(vm => vm.Id.ToString()).ToHashSet();
        return string.Join(' ', Directory.EnumerateDirectories("/sys/fs/cgroup", "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Select(Path.GetFileName)
            .Where(name => ids.Contains(name!))
            .Distinct()
            .Order());
    }

    private static async Task<IReadOnlyList<VmSummary>> SettledAsync(LodgeClient client, string when)
    {
        for (var i = 0; i < 300; i++)
        {
            var vms = await client.ListVmsAsync();
            if (vms.All(vm => vm.State is VmState.Stopped or VmState.Running or VmState.Paused))
            {
                return vms;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{when}: something hangs half-done: {string.Join(", ", (await client.ListVmsAsync()).Select(vm => $"{vm.Name} {vm.State}"))}");
    }

    private async Task EndAsync(LodgedProcess daemon, string when)
    {
        using var client = daemon.Client();
        foreach (var vm in (await SettledAsync(client, when)).Where(vm => vm.State != VmState.Stopped))
        {
            await client.KillVmAsync(vm.Name);
        }

        foreach (var vm in await client.ListVmsAsync())
        {
            await client.DeleteVmAsync(vm.Name, discardSave: true);
        }

        await AssertSoonAsync(client, when, daemon);
        output.WriteLine($"{when}: nothing is left");
    }

    // A VM whose end a former daemon had begun is live until the new one has finished it, so look again.
    private static async Task AssertSoonAsync(LodgeClient client, string when, LodgedProcess daemon)
    {
        var leaks = "";
        for (var i = 0; i < 100; i++)
        {
            leaks = Leaks(daemon, await client.ListVmsAsync());
            if (leaks.Length == 0)
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"{when}:\n{leaks}\n{daemon.Log}");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static VmDefinition Definition(int number) => new()
    {
        Name = $"vm{number}",
        Memory = new MemoryDefinition { Size = ByteSize.FromMiB(16) },
    };
}
