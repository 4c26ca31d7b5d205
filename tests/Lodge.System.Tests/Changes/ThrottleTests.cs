using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Model.Vms.Devices;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Changes;

/// <summary>Limits of disks, measured inside a Linux guest while they are changed from outside.</summary>
public sealed class ThrottleTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Vm = "slow";
    private const double Tolerance = 0.15;

    private int _block;

    [Fact]
    public async Task Guest_reads_no_faster_and_hardly_slower_than_each_limit_allows()
    {
        var image = await TinyGuest.GetAsync();
        using var client = fixture.Daemon.Client();
        var definition = image.Vm(Vm) with
        {
            Nics = [],
            Disks = [Disk("vda") with { Throttle = new() { TotalIops = 100 } }, Disk("vdb")],
        };
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        var guest = await AgentShell.BootedAsync(client, Vm);
        await guest.RunAsync("for d in vda vdb; do echo 0 > /sys/block/$d/queue/read_ahead_kb; done");

        await IsAboutAsync(100, "operations", () => ReadAsync(guest, "vda", "4k", 200));
        await SetAsync("disk.vda.iops=300");
        await IsAboutAsync(300, "operations after a change", () => ReadAsync(guest, "vda", "4k", 600));
        await SetAsync("disk.vda.iops=null", "disk.vda.read-bytes=4M");
        await IsAboutAsync(64, "blocks of 64 KiB", () => ReadAsync(guest, "vda", "64k", 128));

        // 50 a second, and 200 for two seconds.
        await SetAsync("disk.vda.read-bytes=null", "disk.vda.iops=50", "disk.vda.iops-burst=200", "disk.vda.throttle.totalIopsMaxSeconds=2");
        var burst = await RateAsync(guest, 250, Read("vda", "4k", 250), before: Read("vda", "4k", 40));
        Assert.InRange(burst, 50 * (1 + Tolerance), 200 * (1 + Tolerance));
        await IsAboutAsync(50, "operations after a burst", () => RateAsync(guest, 100, Read("vda", "4k", 100), before: Read("vda", "4k", 400)));

        await SetAsync("disk.vda.throttle.totalIopsMaxSeconds=null", "disk.vda.iops-burst=null", "disk.vda.iops=200", "disk.vda.throttle-group=both", "disk.vdb.throttle-group=both");
        await IsAboutAsync(200, "operations of a group", () => ReadBothAsync(guest, "4k", 200));
        await SetAsync("disk.vda.throttle-group=null", "disk.vda.iops=100");
        await IsAboutAsync(100, "operations of a disk that left its group", () => ReadAsync(guest, "vda", "4k", 200));
        Assert.True(await ReadAsync(guest, "vdb", "4k", 500) > 300, "Limits are left of a group that nobody gives any.");
        await client.KillVmAsync(Vm);
    }

    private DiskDefinition Disk(string name)
    {
        var path = Path.Combine(fixture.Daemon.Root, $"{name}.raw");
        using var file = File.Create(path);
        file.SetLength(1 << 30);
        return new DiskDefinition { Name = name, Source = new FileDiskSource { Path = path }, Format = DiskFormat.Raw };
    }

    // A machine that is busy makes a guest slower than its limit, never faster.
    private static async Task IsAboutAsync(double limit, string what, Func<Task<double>> measure)
    {
        var rates = new List<double>();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var rate = await measure();
            rates.Add(rate);
            Assert.True(rate <= limit * (1 + Tolerance), $"{what}: {rate:0.0} a second, and the limit is {limit}");
            if (rate >= limit * (1 - Tolerance))
            {
                return;
            }
        }

        Assert.Fail($"{what}: {string.Join(", ", rates.Select(rate => rate.ToString("0.0", CultureInfo.InvariantCulture)))} a second, and the limit is {limit}");
    }

    private Task<double> ReadAsync(AgentShell guest, string disk, string block, int count) =>
        RateAsync(guest, count, Read(disk, block, count));

    private Task<double> ReadBothAsync(AgentShell guest, string block, int count) =>
        RateAsync(guest, 2 * count, $"{Read("vda", block, count)} & {Read("vdb", block, count)}; wait");

    // Each read takes blocks that no cache has seen.
    private string Read(string disk, string block, int count)
    {
        var skip = _block;
        _block += count;
        return $"dd if=/dev/{disk} of=/dev/null bs={block} iflag=direct skip={skip} count={count} 2> /dev/null";
    }

    private static async Task<double> RateAsync(AgentShell guest, int count, string work, string before = ":")
    {
        var seconds = await guest.NumberAsync($"now() {{ read -r up idle < /proc/uptime; echo $up; }}; {before}; a=$(now); {work}; echo $a $(now) | awk '{{ print $2 - $1 }}'");
        return count / seconds;
    }

    private async Task SetAsync(params string[] values)
    {
        var ran = await fixture.Daemon.LodgeAsync(["set", Vm, .. values], null, TimeSpan.FromMinutes(1));
        Assert.True(ran.ExitCode == 0 && !ran.Output.Contains("next start", StringComparison.Ordinal) && !ran.Errors.Contains("next start", StringComparison.Ordinal), ran.Output + ran.Errors);
    }
}
