using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Devices.Characters;

/// <summary>
/// Serial ports. QEMU itself writes the log of the first, to a descriptor that appends, so that nothing is lost while
/// the daemon is away, and the file can be emptied under it when it is rotated.
/// </summary>
internal static class SerialDevices
{
    /// <summary>A port's alias.</summary>
    public static string AliasOf(SerialDefinition serial, int index) => serial.Alias ?? $"serial{index}";

    /// <summary>Plans a port.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="serial">The port.</param>
    /// <param name="index">Its place among the VM's serial ports.</param>
    public static PlannedDevice Of(PlanContext context, SerialDefinition serial, int index)
    {
        var alias = AliasOf(serial, index);
        var end = CharacterEnds.Of(serial.Backend, alias, SocketOf(context.Paths, alias, index), Log(context, serial, alias, index));
        return new PlannedDevice
        {
            Id = alias,
            Backends = [end.Chardev],
            Reachable = end.Reachable,

            // That of a microvm is part of its board.
            Driver = context.MachineType == MachineType.Microvm ? null : DriverOf(serial),
            Properties = [("chardev", end.Chardev.Id), .. Place(context, serial, index)],
        };
    }

    /// <summary>QEMU's driver.</summary>
    public static string DriverOf(SerialDefinition serial) => serial.Model switch
    {
        SerialModel.Pci => "pci-serial",
        SerialModel.Usb => "usb-serial",
        _ => "isa-serial",
    };

    /// <summary>The socket of a port that the daemon serves: the places of all but the first change as ports come and go.</summary>
    public static string SocketOf(VmPaths paths, string alias, int index) => index == 0 ? paths.SerialSocket(0) : paths.PortSocket(alias);

    private static OptionMap Place(PlanContext context, SerialDefinition serial, int index) => serial.Address switch
    {
        IsaAddress isa => [("index", index), ("iobase", isa.IoBase), ("irq", isa.Irq)],
        null when serial.Model is null or SerialModel.Isa => [("index", index)],
        _ => DevicePlace.Of(context.Definition, serial),
    };

    private static DeviceDescriptor? Log(PlanContext context, SerialDefinition serial, string alias, int index) => index == 0
        ? new DeviceDescriptor("console-log", new OpenedFile(context.Paths.ConsoleLog, FileOpening.Append))
        : CharacterLogs.Of(serial, alias);
}
