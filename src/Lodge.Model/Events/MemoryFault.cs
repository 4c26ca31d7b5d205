using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Events;

/// <summary>A piece of the host's memory that broke.</summary>
/// <param name="InGuest">Whether it was the guest's, not QEMU's own.</param>
/// <param name="Action">What QEMU did about it.</param>
/// <param name="ActionRequired">Whether it was being used at that moment, so that something had to be done.</param>
/// <param name="Recursive">Whether it broke while another was being dealt with.</param>
public sealed record MemoryFault(bool InGuest, MemoryFaultAction Action, bool ActionRequired, bool Recursive);

/// <summary>What QEMU does about broken memory. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<MemoryFaultAction>))]
public enum MemoryFaultAction
{
    /// <summary>Nothing.</summary>
    Ignore = 0,

    /// <summary>It tells the guest, by a machine check.</summary>
    Inject = 1,

    /// <summary>It ends.</summary>
    Fatal = 2,

    /// <summary>It resets the guest.</summary>
    Reset = 3,
}
