using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Addresses;

/// <summary>Where drives sit on the controllers of each type.</summary>
internal static class DriveAddressRules
{
    // Highest channel, target and unit that a controller of a type has.
    private sealed record Bounds(int Bus, int Target, int Unit);

    public static void Check(VmDefinition definition, DiskDefinition disk, DriveAddress address, Place place)
    {
        var type = TypeFor(definition, disk);
        var bounds = BoundsOf(type);
        if (type is ControllerType.Ide or ControllerType.Fdc)
        {
            place.AddIf(address.Controller != 0, "controller", $"must be 0: a board has one controller of the type {type.Quoted()}");
        }
        else
        {
            place.Range("controller", address.Controller, 0, 255);
        }

        place.Range("bus", address.Bus, 0, bounds.Bus);
        place.Range("target", address.Target, 0, bounds.Target);
        place.Range("unit", address.Unit, 0, bounds.Unit);
    }

    /// <summary>A drive's place in words.</summary>
    public static string Describe(VmDefinition definition, DiskDefinition disk, DriveAddress address)
    {
        var type = TypeFor(definition, disk);
        return $"{type.Quoted()} controller {address.Controller}, bus {address.Bus}, target {address.Target}, unit {address.Unit}";
    }

    private static ControllerType TypeFor(VmDefinition definition, DiskDefinition disk)
    {
        var bus = disk.BusOn(definition.Machine.Type);
        return DriveControllers.TypeFor(bus) ?? throw new InvalidOperationException($"Drives on {bus} have no address of the kind 'drive'.");
    }

    private static Bounds BoundsOf(ControllerType type) => type switch
    {
        ControllerType.Scsi => new(0, 255, 16_383),
        ControllerType.Sata => new(0, 0, 5),
        ControllerType.Ide => new(1, 0, 1),
        _ => new(0, 0, 1),
    };
}
