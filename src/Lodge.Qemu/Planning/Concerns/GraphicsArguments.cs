using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>
/// A display. The VNC server is made without an address; the launcher then hands it a listening socket through the
/// monitor (<c>display-update</c>), so that QEMU needs no folder in which it may make sockets.
/// </summary>
internal static class GraphicsArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (!context.HasVnc)
        {
            return;
        }

        plan.Add("-vnc", "none");
        plan.AddDevice(
            "VGA",
            ("id", "video0"),
            ("bus", context.MachineType == MachineType.Q35 ? "pcie.0" : "pci.0"),
            ("addr", PciLayout.Display(context.MachineType)));
    }
}
