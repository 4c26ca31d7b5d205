using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.Linux.Descriptors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>What a Linux guest makes of ports, random numbers and watchdogs.</summary>
public class GuestDeviceTests
{
    private const string Channel = "org.example.data";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Data_go_both_ways_through_consoles_and_channels_and_into_files()
    {
        await using var host = RealHost.Create();
        var file = Path.Combine(host.Root, "what the guest, said");
        var log = Path.Combine(host.Root, "console.log");
        var definition = (await TinyAsync()) with
        {
            Consoles = [new() { Alias = "console0", LogFile = log }],
            Channels = [new() { Alias = "data", Name = Channel }, new() { Alias = "file", Name = "to.file", Backend = new FileBackend { Path = file } }],
        };
        await using var vm = await host.LaunchAsync(definition);
        using var shell = await GuestShell.BootAsync(vm);

        await using var console = await ConnectAsync(host, definition, "console0");
        await shell.RunAsync("echo to the console > /dev/hvc0");
        await ReadToAsync(console, "to the console");
        await WrittenAsync(log, "to the console");

        await using var channel = await ConnectAsync(host, definition, "data");
        await shell.RunAsync($"port() {{ for p in /sys/class/virtio-ports/*; do [ \"$(cat $p/name)\" = $1 ] && echo /dev/${{p##*/}}; done; }}; "
            + $"exec 4<>$(port {Channel}); echo to the host >&4; echo to a file > $(port to.file)");
        await ReadToAsync(channel, "to the host");
        await channel.WriteAsync(Encoding.ASCII.GetBytes("to the guest\n"), Token);
        Assert.Equal("to the guest", await shell.RunAsync("head -n 1 <&4"));
        await WrittenAsync(file, "to a file");
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Random_numbers_come_no_faster_than_their_rate()
    {
        await using var host = RealHost.Create();
        const int Rate = 2048;
        var definition = (await TinyAsync()) with { Rngs = [new() { Source = "/dev/urandom", RateBytes = Rate, RatePeriod = 1000 }] };
        await host.Hypervisor.CheckAsync(definition, Token);
        await using var vm = await host.LaunchAsync(definition);
        using var shell = await GuestShell.BootAsync(vm);
        Assert.StartsWith("virtio_rng", await shell.RunAsync("cat /sys/class/misc/hw_random/rng_current"));

        // What is left of one period and a whole one may come at once, the other four are waited for one by one. Nothing is
        // said of the longest time: the guest's kernel takes numbers for itself.
        var watch = Stopwatch.StartNew();
        Assert.Equal("12288", await shell.RunAsync($"head -c {6 * Rate} /dev/hwrng | wc -c"));
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(3.5), $"it took {watch.Elapsed}");
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Watchdog_that_is_not_fed_does_what_it_is_told()
    {
        await using var host = RealHost.Create();
        var definition = (await FullAsync()) with { Watchdogs = [new() { Action = WatchdogAction.Pause }] };
        await using var vm = await host.LaunchAsync(definition);
        using var shell = await GuestShell.BootAsync(vm);
        await shell.RunAsync("rmmod i6300esb; modprobe i6300esb heartbeat=2; echo A > /dev/watchdog");
        Assert.True((await vm.NextAsync<WatchdogFired>()).GuestStopped);
        Assert.Equal(GuestRunState.Watchdog, await vm.QueryStateAsync(Token));
        await vm.QuitAsync(Token);
    }

    private static async Task<NetworkStream> ConnectAsync(RealHost host, VmDefinition definition, string alias) => new(
        await UnixSockets.ConnectAsync(Path.Combine(host.RunFolderOf(definition), $"{alias}.channel"), Token), ownsSocket: true);

    // QEMU writes a log, and a file, a moment after the guest has gone on.
    private static async Task WrittenAsync(string file, string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await File.ReadAllTextAsync(file, Token)).ReplaceLineEndings("\n").Contains($"{line}\n", StringComparison.Ordinal))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    // A shell on the console may say something before the line.
    private static async Task ReadToAsync(Stream stream, string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var reader = new StreamReader(stream, Encoding.ASCII, false, 1, leaveOpen: true);
        while (await reader.ReadLineAsync(limit.Token) is { } heard && !heard.EndsWith(line, StringComparison.Ordinal))
        {
            continue;
        }
    }

    private static async Task<VmDefinition> TinyAsync() => Complete(await TinyGuest.GetAsync());

    private static async Task<VmDefinition> FullAsync() => Complete(await TinyGuest.GetFullAsync());

    private static VmDefinition Complete(TinyGuest image) => image.Vm("devices") with { Id = Guid.CreateVersion7(), Nics = [] };
}
