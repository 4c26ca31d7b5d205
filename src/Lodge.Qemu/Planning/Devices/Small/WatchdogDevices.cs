using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Small;

/// <summary>Watchdogs, and the one action that QEMU has for all of them.</summary>
internal static class WatchdogDevices
{
    /// <summary>Plans a watchdog; null when the board has it.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="watchdog">The watchdog.</param>
    /// <param name="index">Its place among the VM's watchdogs.</param>
    public static PlannedDevice? Of(PlanContext context, WatchdogDefinition watchdog, int index) =>
        DriverOf(watchdog) is { } driver
            ? new PlannedDevice
            {
                Id = watchdog.Alias ?? $"watchdog{index}",
                Driver = driver,
                Properties = DevicePlace.Of(context.Definition, watchdog),
            }
            : null;

    /// <summary>QEMU's driver; null when the watchdog is part of the board.</summary>
    public static string? DriverOf(WatchdogDefinition watchdog) => watchdog.Model switch
    {
        WatchdogModel.I6300esb => "i6300esb",
        WatchdogModel.Ib700 => "ib700",
        _ => null,
    };

    /// <summary>Whether the board's own watchdog is in use, which may reset only when it is told so.</summary>
    public static bool UsesBoard(VmDefinition definition) =>
        definition.Watchdogs.OrEmpty().Any(watchdog => watchdog.Model == WatchdogModel.Itco);

    /// <summary>QEMU's name of the action; null without a watchdog. For a dump the guest has to stand still first.</summary>
    public static string? ActionOf(VmDefinition definition) => definition.Watchdogs.OrEmpty().FirstOrDefault()?.Action switch
    {
        null => null,
        WatchdogAction.Reset => "reset",
        WatchdogAction.Shutdown => "shutdown",
        WatchdogAction.Poweroff => "poweroff",
        WatchdogAction.Pause or WatchdogAction.Dump => "pause",
        WatchdogAction.InjectNmi => "inject-nmi",
        _ => "none",
    };
}
