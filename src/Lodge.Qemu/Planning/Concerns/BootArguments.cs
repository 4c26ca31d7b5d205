using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>
/// What the firmware does before it boots. The order stands on the devices (<see cref="BootOrder"/>); nothing else is
/// tried than what stands there.
/// </summary>
internal static class BootArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (context.MachineType == MachineType.Microvm)
        {
            return;
        }

        var boot = context.Definition.Boot;
        plan.Add("-boot", OptionText.Of(
            "",
            ("menu", boot.Menu is { } menu ? OptionText.Switch(menu) : null),
            ("splash-time", boot.MenuTimeout is { } splash ? PlanBuilder.Text(splash) : null),
            ("reboot-timeout", boot.RebootTimeout is { } again ? PlanBuilder.Text(again) : null),
            ("strict", "on")));
    }
}
