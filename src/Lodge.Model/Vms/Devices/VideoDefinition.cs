using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Primitives;

namespace Lodge.Model.Vms.Devices;

/// <summary>A graphics card of the guest.</summary>
public sealed record VideoDefinition : DeviceDefinition
{
    /// <summary>The hardware.</summary>
    public VideoModel Model { get; init; }

    /// <summary>Screens, 1 to 16; virtio and QXL. Absent: 1.</summary>
    public int? Heads { get; init; }

    /// <summary>Memory of the card, a power of two, at least 1 MiB. Absent: 16 MiB (QXL: 64 MiB).</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>QXL: memory of the primary surface, a power of two, at least 1 MiB. Absent: 16 MiB.</summary>
    public ByteSize? VgaMemory { get; init; }

    /// <summary>Preferred width, pixels, 1 to 16,384; together with the height. Absent: the guest's choice.</summary>
    public int? Width { get; init; }

    /// <summary>Preferred height, pixels, 1 to 16,384. Absent: the guest's choice.</summary>
    public int? Height { get; init; }

    /// <summary>virtio: 3D acceleration by the host. Absent: no.</summary>
    public bool? Accel3d { get; init; }
}

/// <summary>Graphics hardware.</summary>
[JsonConverter(typeof(KebabEnumConverter<VideoModel>))]
public enum VideoModel
{
    /// <summary>Standard VGA; works everywhere.</summary>
    Vga = 0,

    /// <summary>virtio-gpu; as the first card with VGA compatibility.</summary>
    Virtio = 1,

    /// <summary>QXL, for SPICE.</summary>
    Qxl = 2,

    /// <summary>Bochs display: like standard VGA without its legacy, for UEFI guests.</summary>
    Bochs = 3,

    /// <summary>Cirrus Logic, for very old guests.</summary>
    Cirrus = 4,

    /// <summary>A frame buffer in guest memory.</summary>
    Ramfb = 5,

    /// <summary>No card, although there is a display.</summary>
    None = 6,
}

/// <summary>A keyboard, mouse or tablet.</summary>
public sealed record InputDefinition : DeviceDefinition
{
    /// <summary>What it is.</summary>
    public InputType Type { get; init; }

    /// <summary>How it is connected. Absent: USB for a tablet, PS/2 (which the board has) for the others.</summary>
    public InputBus? Bus { get; init; }

    /// <summary>Absolute path of the host's event device to pass through (<c>/dev/input/event3</c>); passthrough and evdev only.</summary>
    public string? Source { get; init; }
}

/// <summary>Kinds of input devices.</summary>
[JsonConverter(typeof(KebabEnumConverter<InputType>))]
public enum InputType
{
    /// <summary>A pointer with absolute positions: the guest's pointer follows the viewer's.</summary>
    Tablet = 0,

    /// <summary>A mouse.</summary>
    Mouse = 1,

    /// <summary>A keyboard.</summary>
    Keyboard = 2,

    /// <summary>An event device of the host, by virtio-input.</summary>
    Passthrough = 3,
}

/// <summary>Connections of input devices.</summary>
[JsonConverter(typeof(KebabEnumConverter<InputBus>))]
public enum InputBus
{
    /// <summary>USB.</summary>
    Usb = 0,

    /// <summary>PS/2: part of the board.</summary>
    Ps2 = 1,

    /// <summary>virtio-input.</summary>
    Virtio = 2,
}
