using System.Text.Json;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Qemu.Planning.Devices.Small;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>Sets how often a running guest tells its memory statistics.</summary>
internal static class ApplyBalloon
{
    private const string Property = "guest-stats-polling-interval";

    /// <summary>Sets the period; nothing for a VM without a balloon.</summary>
    /// <exception cref="LodgeException">QEMU refused.</exception>
    public static Task StatisticsAsync(QmpSession session, VmDefinition definition, CancellationToken cancellationToken) =>
        definition is { Balloon: { } balloon, NoBalloon: false }
            ? session.ExecuteAsync(
                new QomSetCommand(
                    $"/machine/peripheral/{BalloonDevices.AliasOf(balloon)}",
                    Property,
                    Seconds(balloon.StatisticsPeriod ?? BalloonDevices.UsualStatisticsPeriod)),
                cancellationToken)
            : Task.CompletedTask;

    private static JsonElement Seconds(int seconds)
    {
        using var number = JsonDocument.Parse(seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return number.RootElement.Clone();
    }
}
