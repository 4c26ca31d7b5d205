using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Linux.Processes;
using Lodge.Linux.Scheduling;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Changes;

/// <summary>Processors and memory that come and go while a Linux guest runs, as the guest and the host's kernel see it.</summary>
public sealed class ComputeTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Vm = "grows";

    private const string MemTotal = "awk '/^MemTotal/ { print $2 / 1024 }' /proc/meminfo";

    // A balloon that gives way to a guest in need leaves MemTotal as it is.
    private const string MemFree = "awk '/^MemFree/ { print $2 / 1024 }' /proc/meminfo";

    // No udev in the guest takes new processors into service.
    private const string Processors = "for c in /sys/devices/system/cpu/cpu[1-9]*; do [ -e $c/online ] && echo 1 > $c/online; done; cat /sys/devices/system/cpu/online";

    [Fact]
    public async Task Guest_gets_and_gives_back_processors_and_memory()
    {
        var image = await TinyGuest.GetAsync();
        using var client = fixture.Daemon.Client();
        var definition = image.Vm(Vm) with
        {
            Nics = [],
            Cpu = new CpuDefinition { Count = 4, Current = 1 },
            Memory = new MemoryDefinition
            {
                Size = ByteSize.FromMiB(256),
                Maximum = ByteSize.FromGiB(2),
                Devices = [new() { Alias = "virtio-mem0", Model = MemoryDeviceModel.VirtioMem, Size = ByteSize.FromMiB(256), Requested = new ByteSize(0) }],
            },
        };
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        var guest = await AgentShell.BootedAsync(client, Vm);

        await ProcessorsAsync(client, guest);
        await VirtioMemAsync(guest);
        await DimmAsync(guest);
        await BalloonAsync(client, guest);
        await WaitingAsync(client);
        await client.KillVmAsync(Vm);
    }

    private async Task ProcessorsAsync(LodgeClient client, AgentShell guest)
    {
        Assert.Equal("0", await guest.RunAsync(Processors));
        await SetAsync("cpu.pin=0");
        Assert.Contains("done now: change the processors that are present", await SetAsync("cpus=3"), StringComparison.Ordinal);
        Assert.Equal("0-2", await guest.RunAsync(Processors));
        var pid = (await client.GetVmAsync(Vm)).Runtime!.ProcessId;
        Assert.Equal(["0", "0", "0"], ProcessThreads.List(pid).Where(thread => IsVcpu(pid, thread)).Select(thread => $"{ThreadAffinity.Get(thread)}"));

        var gap = await Refused.ByCommandAsync(fixture.Daemon, 7, ["set", Vm, """cpu.vcpus=[{"id":1,"enabled":false},{"id":3,"enabled":true}]"""]);
        Assert.Contains("(cpu.topology, cpu.vcpus)", gap, StringComparison.Ordinal);
        var stays = await Refused.ByCommandAsync(fixture.Daemon, 2, ["set", Vm, """cpu.vcpus=[{"id":0,"enabled":false}]"""]);
        Assert.Contains("cpu.vcpus[0]", stays, StringComparison.Ordinal);

        await SetAsync("""cpu.vcpus=[{"id":3,"enabled":true},{"id":2,"enabled":true}]""", "cpu.current=4", "cpu.pin=null");
        Assert.Equal("0-3", await guest.RunAsync(Processors));
        var unplug = await Refused.ByCommandAsync(fixture.Daemon, 4, ["set", Vm, "cpus=1", "cpu.vcpus=null", "--live"]);
        Assert.Contains("cannot be unplugged under TCG", unplug, StringComparison.Ordinal);
    }

    private async Task VirtioMemAsync(AgentShell guest)
    {
        var before = await guest.NumberAsync(MemTotal);
        await SetAsync("memory.devices.virtio-mem0.requested=128M");
        await HasAsync(guest, before + 128);
        await SetAsync("memory.devices.virtio-mem0.requested=0");
        await HasAsync(guest, before);
    }

    private async Task DimmAsync(AgentShell guest)
    {
        var before = await guest.NumberAsync(MemTotal);
        await DoneAsync("attach", Vm, "memory", "128M", "alias=dimm0");
        await HasAsync(guest, before + 128);
        await DoneAsync("detach", Vm, "dimm0");
        await HasAsync(guest, before);
    }

    private async Task BalloonAsync(LodgeClient client, AgentShell guest)
    {
        await SetAsync("balloon.autodeflate=on", "balloon.statistics-period=1");
        var before = await guest.NumberAsync(MemFree);
        Assert.Contains("done now: leave the guest 208MiB", await SetAsync("balloon=208M"), StringComparison.Ordinal);
        await HasAsync(guest, before - 48, MemFree);
        await Soon.HoldsAsync(
            async () => await client.GetMemoryAsync(Vm) is { Free: { } free } told
                && told.Present == ByteSize.FromMiB(208).Bytes
                && Math.Abs(free / (double)(1 << 20) - await guest.NumberAsync(MemFree)) < 16,
            "statistics that agree with the guest");
        await SetAsync("balloon=null");
        await HasAsync(guest, before, MemFree);

        // Feature bit 5 of virtio-balloon: free pages are reported (virtio 1.2, 5.5.3).
        Assert.Contains("1", await guest.RunAsync("for d in /sys/bus/virtio/devices/*; do [ $(cat $d/device) = 0x0005 ] && cut -c6 $d/features; done; true"), StringComparison.Ordinal);
    }

    private async Task WaitingAsync(LodgeClient client)
    {
        var told = await SetAsync("memory=300M", "cpus=8", "cpu.weight=300", "title=big");
        Assert.Contains("done now: change the tuning", told, StringComparison.Ordinal);
        Assert.Contains("at the next start: memory.size. It is fixed when QEMU starts.", told, StringComparison.Ordinal);
        Assert.Contains("at the next start: cpu.count. It is fixed when QEMU starts.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("next start: title", told, StringComparison.Ordinal);
        var vm = await client.GetVmAsync(Vm);
        Assert.Equal((8, 4), (vm.Definition.Cpu.Count, vm.Runtime!.Definition.Cpu.Count));
        Assert.Equal((300, 300), (vm.Definition.Tuning!.Cpu!.Weight, vm.Runtime.Definition.Tuning!.Cpu!.Weight));
    }

    // The kernel takes a part of new memory for itself, and the balloon moves page by page.
    private static Task HasAsync(AgentShell guest, double mebibytes, string field = MemTotal) => Soon.HoldsAsync(
        async () => Math.Abs(await guest.NumberAsync(field) - mebibytes) < 12,
        string.Create(CultureInfo.InvariantCulture, $"the guest has {mebibytes:0} MiB"));

    private static bool IsVcpu(int pid, int thread) =>
        ProcessThreads.NameOf(pid, thread)?.StartsWith("CPU ", StringComparison.Ordinal) == true;

    private Task<string> SetAsync(params string[] values) => DoneAsync(["set", Vm, .. values]);

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var ran = await fixture.Daemon.LodgeAsync(arguments, null, TimeSpan.FromMinutes(1));
        Assert.True(ran.ExitCode == 0, $"lodge {string.Join(' ', arguments)}: {ran.ExitCode}\n{ran.Output}{ran.Errors}\n{fixture.Daemon.Log}");
        return ran.Output + ran.Errors;
    }
}
