using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>The board and how guest code runs on it.</summary>
internal static class MachineArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.Add("-machine", context.MachineType == MachineType.Microvm ? Microvm(context) : Board(context));
        plan.Add("-accel", context.Accelerator.Kind == Accelerator.Kvm ? "kvm" : "tcg");
        VirtioDevices.AddSparePorts(plan, context.MachineType);
    }

    private static string Board(PlanContext context) => OptionText.Of(
        context.MachineName,
        ("usb", "off"),
        ("vmport", "off"),
        ("dump-guest-core", "off"),
        ("smm", context.Uefi is { Choice.RequiresSmm: true } ? "on" : null),
        ("pflash0", context.Uefi is { Choice.Mapping: not FirmwareMapping.Memory } ? FirmwareArguments.CodeNode : null),
        ("pflash1", context.Uefi is { Choice.HasStore: true } ? FirmwareArguments.VariablesNode : null));

    // With ACPI the guest finds its devices by itself, can be powered off, and follows the power button. The serial
    // port is part of the board.
    private static string Microvm(PlanContext context) => OptionText.Of(
        context.MachineName,
        ("acpi", "on"),
        ("rtc", "on"),
        ("isa-serial", OptionText.Switch(context.Definition.Serials.Count > 0)),
        ("dump-guest-core", "off"));
}
