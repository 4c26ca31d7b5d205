using Lodge.Model.Json;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using QemuAction = Lodge.Qmp.Commands.WatchdogAction;

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

    /// <summary>QEMU's name of the VM's action; null without a watchdog.</summary>
    public static string? ActionOf(VmDefinition definition) =>
        definition.Watchdogs.OrEmpty().FirstOrDefault() is { } watchdog ? Kebab.Of(ActionOf(watchdog.Action)) : null;

    /// <summary>QEMU's action. For a dump or a power-off the guest only stands still, and the daemon does the rest: at a power-off QEMU would just end.</summary>
    public static QemuAction ActionOf(WatchdogAction action) => action switch
    {
        WatchdogAction.Reset => QemuAction.Reset,
        WatchdogAction.Shutdown => QemuAction.Shutdown,
        WatchdogAction.Pause or WatchdogAction.Dump or WatchdogAction.Poweroff => QemuAction.Pause,
        WatchdogAction.InjectNmi => QemuAction.InjectNmi,
        _ => QemuAction.None,
    };
}
