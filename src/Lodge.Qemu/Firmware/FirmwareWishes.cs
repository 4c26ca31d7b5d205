using Lodge.Model.Errors;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms;

namespace Lodge.Qemu.Firmware;

/// <summary>What a definition says about firmware, as a wish.</summary>
internal static class FirmwareWishes
{
    /// <summary>The wish; null for a VM with a BIOS.</summary>
    /// <param name="definition">The VM.</param>
    /// <param name="machineName">Its exact machine type.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: its board has no UEFI.</exception>
    public static FirmwareWish? Of(VmDefinition definition, string machineName)
    {
        if (definition.Boot.Firmware != FirmwareType.Uefi)
        {
            return null;
        }

        return definition.Machine.Type == MachineType.Microvm
            ? throw new LodgeException(
                ErrorCode.Unsupported, "A microvm has no UEFI.", "Use the machine type 'q35', or the firmware 'bios'.")
            : new FirmwareWish { MachineName = machineName, MayHaveSmm = definition.Machine.Type == MachineType.Q35 };
    }
}
