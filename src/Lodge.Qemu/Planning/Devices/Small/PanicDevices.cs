using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Small;

/// <summary>Devices through which the guest reports its own kernel panic.</summary>
internal static class PanicDevices
{
    /// <summary>Plans a device; null when it is a feature of the processor.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="panic">The device.</param>
    /// <param name="index">Its place among the VM's panic devices.</param>
    public static PlannedDevice? Of(PlanContext context, PanicDefinition panic, int index) => DriverOf(panic) is { } driver
        ? new PlannedDevice
        {
            Id = panic.Alias ?? $"panic{index}",
            Driver = driver,
            Properties = panic.Address is IsaAddress isa ? [("ioport", isa.IoBase)] : DevicePlace.Of(context.Definition, panic),
        }
        : null;

    /// <summary>QEMU's driver; null for Hyper-V's crash registers.</summary>
    public static string? DriverOf(PanicDefinition panic) => panic.Model switch
    {
        PanicModel.Isa => "pvpanic",
        PanicModel.Pci => "pvpanic-pci",
        _ => null,
    };

    /// <summary>Whether the processor has Hyper-V's crash registers (<c>hv-crash</c>).</summary>
    public static bool NeedsCrashRegisters(VmDefinition definition) =>
        definition.Panics.OrEmpty().Any(panic => panic.Model == PanicModel.Hyperv);
}
