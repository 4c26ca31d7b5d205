using Lodge.Linux.Cgroups.Control;

namespace Lodge.Linux.Tests.Cgroups.Control;

/// <summary>The same wish in the words of both versions.</summary>
public sealed class ControlWritesTests
{
    private static readonly CgroupPlace V1 = new(1, "/g", new HashSet<string> { "memory.memsw.limit_in_bytes", "blkio.bfq.weight" });
    private static readonly CgroupPlace V2 = new(2, "/g", new HashSet<string> { "memory.swap.max", "io.weight", "io.max" });

    [Fact]
    public void Processor_time_is_written_in_the_words_of_each_version()
    {
        Assert.Equal(["cpu.shares=2048"], Words(CpuControl.Weight(V1, 2048)));
        Assert.Equal(["cpu.weight=200"], Words(CpuControl.Weight(V2, 200)));
        Assert.Equal(["cpu.cfs_quota_us=-1", "cpu.cfs_period_us=50000", "cpu.cfs_quota_us=25000"], Words([.. CpuControl.Quota(V1, 25_000, 50_000)]));
        Assert.Equal(["cpu.max=max 100000"], Words([.. CpuControl.Quota(V2, null, CpuControl.DefaultPeriod)]));
    }

    [Fact]
    public void Memory_is_opened_before_it_is_closed_in_version_1_and_swap_counts_alone_in_version_2()
    {
        var limits = new MemoryLimits(Hard: 1000, Soft: 500, HardWithSwap: 1500);
        Assert.Equal(
            ["memory.memsw.limit_in_bytes=-1", "memory.limit_in_bytes=1000", "memory.soft_limit_in_bytes=500", "memory.memsw.limit_in_bytes=1500"],
            Words([.. MemoryControl.Limits(V1, limits)]));
        Assert.Equal(
            ["memory.max=1000", "memory.high=500", "memory.swap.max=500"], Words([.. MemoryControl.Limits(V2, limits)]));
        Assert.Equal(
            ["memory.max=max", "memory.high=max", "memory.swap.max=max"], Words([.. MemoryControl.Limits(V2, new(null, null, null))]));
    }

    [Fact]
    public void Block_devices_are_limited_in_one_line_or_four()
    {
        var limits = new BlockLimits(1, null, 3, null);
        Assert.Equal(
            [
                "blkio.throttle.read_bps_device=8:0 1", "blkio.throttle.write_bps_device=8:0 0",
                "blkio.throttle.read_iops_device=8:0 3", "blkio.throttle.write_iops_device=8:0 0",
            ],
            Words([.. BlockControl.Limits(V1, "8:0", limits)]));
        Assert.Equal(["io.max=8:0 rbps=1 wbps=max riops=3 wiops=max"], Words([.. BlockControl.Limits(V2, "8:0", limits)]));
        Assert.Equal(["blkio.bfq.weight=300"], Words(BlockControl.Weight(V1, 300)!));
        Assert.Equal(["io.weight=default 300"], Words(BlockControl.Weight(V2, 300)!));
    }

    [Theory]
    [InlineData("rbps=9", "8:0 rbps=1 wbps=2 riops=max wiops=max\n8:16 rbps=9\n", "8:0 rbps=1 wbps=2 riops=max wiops=max")]
    [InlineData("rbps=9", "", "8:0 rbps=max wbps=max riops=max wiops=max")]
    public void A_line_for_a_device_is_brought_back_as_it_was(string wish, string before, string undo)
    {
        var write = BlockControl.Limits(V2, "8:0", new BlockLimits(9, null, null, null))[0];
        Assert.Contains(wish, write.Text, StringComparison.Ordinal);
        Assert.Equal(undo, write.Inverse(before)!.Text);
    }

    private static string[] Words(params CgroupWrite[] writes) => [.. writes.Select(write => $"{Path.GetFileName(write.File)}={write.Text}")];
}
