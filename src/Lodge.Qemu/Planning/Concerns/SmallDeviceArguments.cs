using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Devices.Small;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Sources of random numbers, watchdogs, panic devices, the memory balloon.</summary>
internal static class SmallDeviceArguments
{
    // The chipset's watchdog only counts, unless this is off (hw/acpi/ich9_tco.c in QEMU's tree).
    private const string BoardWatchdogResets = "driver=ICH9-LPC,property=noreboot,value=off";

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var definition = context.Definition;
        plan.AddEach(definition.Rngs, (rng, i) => RngDevices.Of(context, rng, i));
        if (WatchdogDevices.UsesBoard(definition))
        {
            plan.Add("-global", BoardWatchdogResets);
        }

        plan.AddEach(definition.Watchdogs, (watchdog, i) => WatchdogDevices.Of(context, watchdog, i));
        plan.AddEach(definition.Panics, (panic, i) => PanicDevices.Of(context, panic, i));
        if (definition is { Balloon: { } balloon, NoBalloon: false })
        {
            plan.Add(BalloonDevices.Of(context, balloon));
        }
    }
}
