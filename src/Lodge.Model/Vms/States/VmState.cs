using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.States;

/// <summary>What a VM does at this moment. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<VmState>))]
public enum VmState
{
    /// <summary>No QEMU process; nothing of the VM is in memory.</summary>
    Stopped = 0,

    /// <summary>QEMU is being prepared or reads a saved state; the guest does not run yet.</summary>
    Starting = 1,

    /// <summary>The guest runs.</summary>
    Running = 2,

    /// <summary>The guest is in memory, its processors stand still.</summary>
    Paused = 3,

    /// <summary>The guest has powered off; its QEMU is about to end.</summary>
    ShuttingDown = 4,

    /// <summary>The guest is paused while its memory is written to a file.</summary>
    Saving = 5,

    /// <summary>The guest's kernel panicked and the VM is kept for inspection.</summary>
    Crashed = 6,

    /// <summary>The guest put itself to sleep (ACPI S3).</summary>
    Suspended = 7,
}
