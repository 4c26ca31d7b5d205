using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Api.Contracts.Devices;

/// <summary>Kinds of devices, as the fields of <see cref="AnyDevice"/> are called.</summary>
[JsonConverter(typeof(KebabEnumConverter<DeviceKind>))]
public enum DeviceKind
{
    /// <summary>A disk, CD-ROM drive or floppy drive.</summary>
    Disk = 0,

    /// <summary>A network card.</summary>
    Nic = 1,

    /// <summary>A serial port.</summary>
    Serial = 2,

    /// <summary>A parallel port.</summary>
    Parallel = 3,

    /// <summary>A virtio console.</summary>
    Console = 4,

    /// <summary>A channel between guest and host.</summary>
    Channel = 5,

    /// <summary>A bus, port or adapter.</summary>
    Controller = 6,

    /// <summary>A folder of the host.</summary>
    FileSystem = 7,

    /// <summary>A device of the host.</summary>
    HostDevice = 8,

    /// <summary>A port for USB devices of the viewer's machine.</summary>
    RedirectedDevice = 9,

    /// <summary>A USB hub.</summary>
    Hub = 10,

    /// <summary>A keyboard, mouse or tablet.</summary>
    Input = 11,

    /// <summary>A graphics card.</summary>
    Video = 12,

    /// <summary>A sound card.</summary>
    Sound = 13,

    /// <summary>A watchdog.</summary>
    Watchdog = 14,

    /// <summary>A source of random numbers.</summary>
    Rng = 15,

    /// <summary>A reporter of kernel panics.</summary>
    Panic = 16,

    /// <summary>Memory shared with others.</summary>
    SharedMemory = 17,

    /// <summary>A memory module.</summary>
    Memory = 18,

    /// <summary>A trusted platform module.</summary>
    Tpm = 19,

    /// <summary>A socket between guest and host.</summary>
    Vsock = 20,

    /// <summary>A memory balloon.</summary>
    Balloon = 21,

    /// <summary>A memory management unit for devices.</summary>
    Iommu = 22,
}
