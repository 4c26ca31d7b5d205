using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Graphics cards and input devices.</summary>
internal static class ScreenArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (context.Definition.Graphics.Count > 0)
        {
            plan.AddDevice(
                "VGA",
                ("id", "video0"),
                ("bus", context.MachineType == MachineType.Q35 ? "pcie.0" : "pci.0"),
                ("addr", PciLayout.Display(context.MachineType)));
        }
    }
}
