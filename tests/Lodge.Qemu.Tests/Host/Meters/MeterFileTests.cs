using Lodge.Linux.Devices;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Qemu.Host.Meters;

namespace Lodge.Qemu.Tests.Host.Meters;

/// <summary>The kernel's files about processors and memory.</summary>
public sealed class MeterFileTests
{
    [Fact]
    public void Times_of_all_processors_and_of_one_are_told_apart()
    {
        string[] file = ["cpu  10 1 20 400 5 2 3 0 4 0", "cpu0 1 0 2 40 0 0 0 0 0 0", "cpu10 9 1 18 360 5 2 3 0 4 0", "intr 1"];

        Assert.Equal(new HostCpuTimes(250_000_000, 110_000_000, 4_000_000_000, 50_000_000), CpuTimesFile.Parse(file, null));
        Assert.Equal(new HostCpuTimes(20_000_000, 10_000_000, 400_000_000, 0), CpuTimesFile.Parse(file, 0));
        Assert.Null(CpuTimesFile.Parse(file, 1));
    }

    [Fact]
    public void Memory_of_host_and_node_is_read_from_their_own_words()
    {
        Assert.Equal(
            new HostMemoryFigures(8 << 10, 2 << 10, 1 << 10, 3 << 10),
            MemoryFile.Parse(["MemTotal:   8 kB", "MemFree:  2 kB", "Buffers:  1 kB", "SwapCached:   7 kB", "Cached:   3 kB"]));
        Assert.Equal(
            new HostMemoryFigures(8 << 10, 2 << 10, 0, 4 << 10),
            MemoryFile.Parse(["Node 0 MemTotal:  8 kB", "Node 0 MemFree:  2 kB", "Node 0 FilePages:  4 kB", ""]));
    }

    [Fact]
    public void Host_of_this_test_is_read_and_unknown_parts_are_refused()
    {
        var meters = new HostMeters(new Sysfs());

        Assert.True(meters.ReadCpuTimes(null).UserNanoseconds > 0);
        Assert.True(meters.ReadMemory(null).TotalBytes > meters.ReadMemory(null).FreeBytes);
        Assert.NotEqual(Guid.Empty, meters.MachineId);
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<LodgeException>(() => meters.ReadCpuTimes(8000)).Error.Code);
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<LodgeException>(() => meters.ReadMemory(8000)).Error.Code);
    }

    [Fact]
    public void Merging_of_pages_is_read_and_changed_where_the_kernel_can()
    {
        var root = Directory.CreateTempSubdirectory("lodge-ksm-");
        try
        {
            var files = new PageMergingFiles(new Sysfs(root.FullName));
            Assert.Null(files.Read());
            Assert.Equal(ErrorCode.Unsupported, Assert.Throws<LodgeException>(() => files.Write(new(1, null, null))).Error.Code);

            var folder = root.CreateSubdirectory("kernel/mm/ksm").FullName;
            foreach (var (name, value) in new[] { ("pages_to_scan", "100"), ("sleep_millisecs", "20"), ("pages_shared", "7"), ("full_scans", "3") })
            {
                File.WriteAllText(Path.Combine(folder, name), $"{value}\n");
            }

            files.Write(new PageMergingChange(250, null, null));
            Assert.Equal(new PageMerging { PagesToScan = 250, SleepMilliseconds = 20, PagesShared = 7, FullScans = 3 }, files.Read());
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
