using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Graphics;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>The displays that can be watched from afar, and the window on the host that QEMU does not open.</summary>
internal static class GraphicsArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var graphics = context.Definition.Graphics;
        plan.Add("-display", Local(plan, graphics.FirstOrDefault(display => display.Type == GraphicsType.Dbus)));
        for (var i = 0; i < graphics.Count; i++)
        {
            if (graphics[i].Type == GraphicsType.Vnc)
            {
                VncArguments.Add(plan, graphics[i], context.Displays[i]);
            }
            else if (graphics[i].Type == GraphicsType.Spice)
            {
                SpiceArguments.Add(plan, graphics[i], context.Displays[i]);
            }
        }

        // One keyboard layout counts for all displays.
        if (graphics.Select(display => display.KeyMap).OfType<string>().FirstOrDefault() is { } layout)
        {
            plan.Add("-k", layout);
        }

        if (OwnFolderPlan.Of(context) is { } own)
        {
            plan.Allow(own.Path, LandlockAccess.Folder);
        }
    }

    private static string Local(PlanBuilder plan, GraphicsDefinition? dbus)
    {
        if (dbus?.RenderNode is { } node)
        {
            plan.Allow(node, LandlockAccess.Device);
        }

        // Viewers come through descriptors that the monitor passes on, not over a bus.
        return dbus is null
            ? "none"
            : OptionText.Of("dbus", ("p2p", "on"), ("gl", dbus.RenderNode is null ? null : "on"), ("rendernode", dbus.RenderNode));
    }
}
