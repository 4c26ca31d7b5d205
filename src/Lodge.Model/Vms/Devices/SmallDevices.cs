using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Devices;

/// <summary>A sound card.</summary>
public sealed record SoundDefinition : DeviceDefinition
{
    /// <summary>The hardware.</summary>
    public SoundModel Model { get; init; }

    /// <summary>Where the sound goes. Absent: SPICE when there is one, else nowhere.</summary>
    public AudioBackend? Audio { get; init; }
}

/// <summary>Sound hardware.</summary>
[JsonConverter(typeof(KebabEnumConverter<SoundModel>))]
public enum SoundModel
{
    /// <summary>Intel HD Audio of the ICH9.</summary>
    Ich9 = 0,

    /// <summary>Intel HD Audio of the ICH6.</summary>
    Ich6 = 1,

    /// <summary>Intel AC97.</summary>
    Ac97 = 2,

    /// <summary>Ensoniq ES1370.</summary>
    Es1370 = 3,

    /// <summary>Sound Blaster 16.</summary>
    Sb16 = 4,

    /// <summary>USB audio.</summary>
    Usb = 5,
}

/// <summary>Where sound goes.</summary>
[JsonConverter(typeof(KebabEnumConverter<AudioBackend>))]
public enum AudioBackend
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>To the SPICE viewer.</summary>
    Spice = 1,
}

/// <summary>A source of random numbers (virtio-rng).</summary>
public sealed record RngDefinition : DeviceDefinition
{
    /// <summary>Absolute path of the host's source. Absent: QEMU's built-in one, which asks the kernel.</summary>
    public string? Source { get; init; }

    /// <summary>Bytes that the guest may take in a period, 1 or more. Absent: no limit.</summary>
    public long? RateBytes { get; init; }

    /// <summary>The period, milliseconds, 1 or more. Absent: 1,000.</summary>
    public int? RatePeriod { get; init; }
}

/// <summary>A watchdog: what the guest must feed, or something happens.</summary>
public sealed record WatchdogDefinition : DeviceDefinition
{
    /// <summary>The hardware.</summary>
    public WatchdogModel Model { get; init; }

    /// <summary>What happens. One action a VM. Changes live.</summary>
    public WatchdogAction Action { get; init; }
}

/// <summary>Watchdog hardware.</summary>
[JsonConverter(typeof(KebabEnumConverter<WatchdogModel>))]
public enum WatchdogModel
{
    /// <summary>Intel 6300ESB, PCI.</summary>
    I6300esb = 0,

    /// <summary>IB700, ISA.</summary>
    Ib700 = 1,

    /// <summary>iTCO, part of the board <c>q35</c>.</summary>
    Itco = 2,
}

/// <summary>What a watchdog does.</summary>
[JsonConverter(typeof(KebabEnumConverter<WatchdogAction>))]
public enum WatchdogAction
{
    /// <summary>Resets the guest.</summary>
    Reset = 0,

    /// <summary>Presses the power button.</summary>
    Shutdown = 1,

    /// <summary>Halts the guest at once, and does what onPowerOff says.</summary>
    Poweroff = 2,

    /// <summary>Pauses the guest.</summary>
    Pause = 3,

    /// <summary>Nothing but an event.</summary>
    None = 4,

    /// <summary>Sends a non-maskable interrupt.</summary>
    InjectNmi = 5,

    /// <summary>Dumps the guest's memory below the daemon's state folder, in <c>dumps/ID</c>, where the newest three stay; then lets it go on.</summary>
    Dump = 6,
}

/// <summary>A device through which the guest reports its own kernel panic.</summary>
public sealed record PanicDefinition : DeviceDefinition
{
    /// <summary>The hardware.</summary>
    public PanicModel Model { get; init; }
}

/// <summary>Panic hardware.</summary>
[JsonConverter(typeof(KebabEnumConverter<PanicModel>))]
public enum PanicModel
{
    /// <summary>pvpanic on the ISA bus.</summary>
    Isa = 0,

    /// <summary>pvpanic on PCI.</summary>
    Pci = 1,

    /// <summary>Hyper-V's crash registers, for Windows.</summary>
    Hyperv = 2,
}

/// <summary>A trusted platform module.</summary>
public sealed record TpmDefinition : DeviceDefinition
{
    /// <summary>The interface that the guest sees. Absent: CRB on q35, TIS on pc.</summary>
    public TpmModel? Model { get; init; }

    /// <summary>Absolute path of a TPM of the host to pass through. Absent: swtpm, with state of the VM's own.</summary>
    public string? Host { get; init; }

    /// <summary>Whether the state of a transient VM's TPM is kept when it stops. Absent: no.</summary>
    public bool? KeepState { get; init; }
}

/// <summary>Interfaces of a TPM.</summary>
[JsonConverter(typeof(KebabEnumConverter<TpmModel>))]
public enum TpmModel
{
    /// <summary>Command response buffer.</summary>
    Crb = 0,

    /// <summary>TIS.</summary>
    Tis = 1,
}

/// <summary>A socket between guest and host (AF_VSOCK).</summary>
public sealed record VsockDefinition : DeviceDefinition
{
    /// <summary>The guest's context id, 3 to 4,294,967,294, unique on the host. Absent: a free one, chosen at each start.</summary>
    public long? Cid { get; init; }
}

/// <summary>Memory that the host can ask back from the guest (virtio-balloon), and the guest's memory statistics.</summary>
public sealed record BalloonDefinition : DeviceDefinition
{
    /// <summary>Whether memory that the guest has free goes back to the host at once. Absent: on.</summary>
    public bool? FreePageReporting { get; init; }

    /// <summary>Whether the balloon gives way when the guest runs out of memory. Absent: on.</summary>
    public bool? Autodeflate { get; init; }

    /// <summary>Seconds between the guest's statistics, 0 (off) to 3,600. Absent: 10. Changes live.</summary>
    public int? StatisticsPeriod { get; init; }
}

/// <summary>A memory management unit for devices.</summary>
public sealed record IommuDefinition : DeviceDefinition
{
    /// <summary>The hardware.</summary>
    public IommuModel Model { get; init; }

    /// <summary>Intel: whether interrupts are remapped too. Absent: no.</summary>
    public bool? InterruptRemapping { get; init; }

    /// <summary>Intel: caching mode, which assigned devices need. Absent: no.</summary>
    public bool? CachingMode { get; init; }

    /// <summary>Intel: extended interrupt mode, for more than 255 vCPUs. Absent: no.</summary>
    public bool? ExtendedInterruptMode { get; init; }
}

/// <summary>IOMMU hardware.</summary>
[JsonConverter(typeof(KebabEnumConverter<IommuModel>))]
public enum IommuModel
{
    /// <summary>Intel VT-d; q35.</summary>
    Intel = 0,

    /// <summary>virtio-iommu; q35.</summary>
    Virtio = 1,
}
