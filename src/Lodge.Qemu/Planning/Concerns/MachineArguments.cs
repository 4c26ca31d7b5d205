using Lodge.Model.Host;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning.Memory;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>The board.</summary>
internal static class MachineArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.Add("-machine", context.MachineType == MachineType.Microvm ? Microvm(context) : Board(context));
    }

    private static string Board(PlanContext context)
    {
        var features = context.Definition.Features ?? new();
        return OptionText.Of(
            context.MachineName,
            ("usb", "off"),
            ("vmport", OptionText.Switch(features.VmPort == true)),
            ("dump-guest-core", "off"),
            ("smm", context.Uefi is { Choice.RequiresSmm: true } ? "on" : Switch(features.Smm)),
            ("acpi", features.Acpi == false ? "off" : null),
            ("hpet", Presence(context, TimerName.Hpet)),
            ("pit", Presence(context, TimerName.Pit)),
            ("i8042", features.Ps2 == false ? "off" : null),
            ("graphics", context.Definition.Boot is { SerialOutput: true, Firmware: FirmwareType.Bios } ? "off" : null),
            ("nvdimm", context.Definition.Memory.Devices.OrEmpty().Any(device => device.Model == MemoryDeviceModel.Nvdimm) ? "on" : null),
            ("mem-merge", MergesPages(context)),
            ("memory-backend", MemoryBackends.NameOfWhole(context)),
            ("confidential-guest-support", context.Definition.LaunchSecurity is null ? null : LaunchSecurityArguments.Id),
            ("pflash0", context.Uefi is { Choice.Mapping: not FirmwareMapping.Memory } ? FirmwareArguments.CodeNode : null),
            ("pflash1", context.Uefi is { Choice.HasStore: true } ? FirmwareArguments.VariablesNode : null));
    }

    // With ACPI the guest finds its devices by itself, can be powered off, and follows the power button. The serial
    // port is part of the board.
    private static string Microvm(PlanContext context) => OptionText.Of(
        context.MachineName,
        ("acpi", OptionText.Switch(context.Definition.Features?.Acpi != false)),
        ("rtc", "on"),
        ("pit", Presence(context, TimerName.Pit)),
        ("isa-serial", OptionText.Switch(context.Definition.Serials.Count > 0)),
        ("dump-guest-core", "off"),
        ("mem-merge", MergesPages(context)),
        ("memory-backend", MemoryBackends.NameOfWhole(context)));

    private static string? MergesPages(PlanContext context) => context.Definition.Memory.Backing?.NoSharePages == true ? "off" : null;

    private static string? Presence(PlanContext context, TimerName name) =>
        Switch((context.Definition.Clock?.Timers ?? []).FirstOrDefault(timer => timer.Name == name)?.Present);

    private static string? Switch(bool? on) => on is { } known ? OptionText.Switch(known) : null;
}
