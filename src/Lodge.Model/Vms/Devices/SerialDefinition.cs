using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Devices;

/// <summary>
/// A serial port. With its usual backend the daemon brokers it: several readers, one writer, a scrollback, and a log
/// file that goes on while the daemon is away.
/// </summary>
public sealed record SerialDefinition : CharacterDevice
{
    /// <summary>The hardware. Absent: ISA (16550A), four at most.</summary>
    public SerialModel? Model { get; init; }
}

/// <summary>Serial hardware.</summary>
[JsonConverter(typeof(KebabEnumConverter<SerialModel>))]
public enum SerialModel
{
    /// <summary>16550A on the ISA bus.</summary>
    Isa = 0,

    /// <summary>16550A on a PCI card.</summary>
    Pci = 1,

    /// <summary>A USB adapter.</summary>
    Usb = 2,
}

/// <summary>A parallel port, three at most.</summary>
public sealed record ParallelDefinition : CharacterDevice;

/// <summary>A virtio console: <c>/dev/hvc0</c> in a Linux guest.</summary>
public sealed record VirtioConsoleDefinition : CharacterDevice;

/// <summary>A named channel between guest and host over virtio-serial: the guest agent, SPICE, and others.</summary>
public sealed record ChannelDefinition : CharacterDevice
{
    /// <summary>The guest agent's channel.</summary>
    public const string GuestAgent = "org.qemu.guest_agent.0";

    /// <summary>The SPICE agent's channel.</summary>
    public const string SpiceAgent = "com.redhat.spice.0";

    /// <summary>Name that the guest finds it by, unique in the VM, 1 to 255 printable ASCII characters.</summary>
    public required string Name { get; init; }
}
