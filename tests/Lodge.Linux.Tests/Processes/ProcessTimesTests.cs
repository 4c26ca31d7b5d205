using Lodge.Linux.Processes;

namespace Lodge.Linux.Tests.Processes;

public class ProcessTimesTests
{
    private const string Stat =
        "4711 (qemu (a) b) S 1 4711 4711 0 -1 4194560 12345 0 7 0 250 75 0 0 20 0 6 0 987654 1234567890 30000 "
        + "18446744073709551615 1 1 0 0 0 0 0 4096 16963 0 0 0 17 3 0 0 0 0 0 0 0 0 0 0 0 0 0";

    [Fact]
    public void Times_and_memory_of_a_process_are_read_from_the_kernel_s_files()
    {
        var times = ProcessTimes.Parse(Stat, "300000 20000 100 200 0 400 0");

        Assert.Equal((2_500_000_000, 750_000_000, 20000L * Environment.SystemPageSize), (times.UserNanoseconds, times.SystemNanoseconds, times.ResidentBytes));
    }

    [Theory]
    [InlineData("123456789 777 5\n", "x (1, #threads: 1)\nwait_max : 1.0\nwait_sum                                     :           12.345678\n", 123_456_789, 777, 12_345_678)]
    [InlineData("123456789 777 5\n", "se.statistics.wait_sum : 2.5\n", 123_456_789, 777, 2_500_000)]
    [InlineData("123456789 777 5\n", "no statistics\n", 123_456_789, 777, 0)]
    [InlineData(null, null, 3_250_000_000, 0, 0)]
    public void Times_of_a_thread_are_as_exact_as_the_kernel_counts_them(string? schedStat, string? sched, long cpu, long delay, long wait) =>
        Assert.Equal(new ThreadTimes(cpu, delay, wait, 3), ThreadTimes.Parse(Stat, schedStat, sched));

    [Fact]
    public void This_process_has_used_something_and_one_that_is_gone_is_unknown()
    {
        Assert.True(ProcessTimes.Read(Environment.ProcessId)!.ResidentBytes > 1 << 20);
        Assert.NotNull(ThreadTimes.Read(Environment.ProcessId, Environment.ProcessId));
        Assert.Null(ProcessTimes.Read(int.MaxValue));
        Assert.Null(ThreadTimes.Read(Environment.ProcessId, int.MaxValue));
    }
}
