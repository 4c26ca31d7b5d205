using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Platform;

/// <summary>The board that QEMU emulates.</summary>
public sealed record MachineDefinition
{
    /// <summary>The family of boards.</summary>
    public MachineType Type { get; init; } = MachineType.Q35;

    /// <summary>
    /// A QEMU machine version such as <c>7.2</c>, so that the guest keeps seeing the same hardware under a newer
    /// QEMU. Absent: the newest of the QEMU that first starts the VM.
    /// </summary>
    public string? Version { get; init; }
}

/// <summary>The families of boards.</summary>
[JsonConverter(typeof(KebabEnumConverter<MachineType>))]
public enum MachineType
{
    /// <summary>PCI Express board of 2009; the default.</summary>
    Q35 = 0,

    /// <summary>PCI board of 1996 (i440FX), for old guests.</summary>
    Pc = 1,

    /// <summary>Minimal board without PCI, for guests that boot a Linux kernel directly.</summary>
    Microvm = 2,
}
