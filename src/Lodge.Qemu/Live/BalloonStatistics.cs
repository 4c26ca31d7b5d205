using System.Text.Json;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Guest;
using Lodge.Qemu.Planning.Devices.Small;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>What a guest tells of its memory, and how often: property <c>guest-stats</c> of virtio-balloon (docs/interop/virtio-balloon-stats.rst in QEMU's tree).</summary>
internal static class BalloonStatistics
{
    /// <summary>Sets how often the guest tells.</summary>
    public static Task SetPeriodAsync(QmpSession session, BalloonDefinition balloon, CancellationToken cancellationToken) => session.ExecuteAsync(
        new QomSetCommand(
            PathOf(balloon),
            "guest-stats-polling-interval",
            JsonSerializer.SerializeToElement(balloon.StatisticsPeriod ?? BalloonStatisticsStep.UsualPeriod, LiveJson.Default.Int64)),
        cancellationToken);

    /// <summary>Asks QEMU for the balloon's size and the guest's last word.</summary>
    public static async Task<GuestMemory> ReadAsync(QmpSession session, BalloonDefinition balloon, CancellationToken cancellationToken)
    {
        var size = session.ExecuteAsync(new QueryBalloonCommand(), cancellationToken);
        var told = session.ExecuteAsync(new QomGetCommand(PathOf(balloon), "guest-stats"), cancellationToken);
        return Parse((await size).Actual, await told);
    }

    /// <summary>Asks QEMU for the guest's last word, where the balloon's size is known.</summary>
    public static async Task<GuestMemory> ReadAsync(QmpSession session, BalloonDefinition balloon, long present, CancellationToken cancellationToken) =>
        Parse(present, await session.ExecuteAsync(new QomGetCommand(PathOf(balloon), "guest-stats"), cancellationToken));

    /// <summary>Makes sense of an answer. Pure.</summary>
    /// <param name="present">What the guest has, in bytes.</param>
    /// <param name="answer">QEMU's answer; a number of all ones stands for what the guest did not tell.</param>
    public static GuestMemory Parse(long present, JsonElement answer)
    {
        var updated = answer.GetProperty("last-update").GetInt64();
        var stats = answer.GetProperty("stats");
        return new GuestMemory
        {
            Present = present,
            UpdatedAt = updated == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(updated),
            Total = Of(stats, "stat-total-memory"),
            Free = Of(stats, "stat-free-memory"),
            Available = Of(stats, "stat-available-memory"),
            DiskCaches = Of(stats, "stat-disk-caches"),
            SwappedIn = Of(stats, "stat-swap-in"),
            SwappedOut = Of(stats, "stat-swap-out"),
            MajorFaults = Of(stats, "stat-major-faults"),
            MinorFaults = Of(stats, "stat-minor-faults"),
        };
    }

    private static string PathOf(BalloonDefinition balloon) => $"/machine/peripheral/{BalloonDevices.AliasOf(balloon)}";

    private static long? Of(JsonElement stats, string name) =>
        stats.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) && number >= 0 ? number : null;
}
