using System.Text.Json;
using Lodge.Qemu.Live;

namespace Lodge.Qemu.Tests.Live;

public sealed class BalloonStatisticsTests
{
    [Fact]
    public void What_the_guest_did_not_tell_is_absent()
    {
        using var answer = JsonDocument.Parse("""
            {"last-update": 1763884800, "stats": {"stat-free-memory": 104857600, "stat-total-memory": 503316480,
             "stat-swap-in": 0, "stat-available-memory": 18446744073709551615, "stat-htlb-pgalloc": 18446744073709551615}}
            """);

        var memory = BalloonStatistics.Parse(512L << 20, answer.RootElement);

        Assert.Equal((512L << 20, 480L << 20, 100L << 20, 0L), (memory.Present, memory.Total, memory.Free, memory.SwappedIn));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_763_884_800), memory.UpdatedAt);
        Assert.Equal((null, null, null), (memory.Available, memory.DiskCaches, memory.MajorFaults));
    }

    [Fact]
    public void Guest_that_never_told_anything_has_no_time()
    {
        using var answer = JsonDocument.Parse("""{"last-update": 0, "stats": {"stat-free-memory": 18446744073709551615}}""");

        var memory = BalloonStatistics.Parse(1 << 20, answer.RootElement);

        Assert.Equal((null, null), (memory.UpdatedAt, memory.Free));
    }
}
