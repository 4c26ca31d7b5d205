using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>Why what Lodge knows of a running VM may no longer be all of it. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<VmTaint>))]
public enum VmTaint
{
    /// <summary>Somebody gave commands of his own to its QEMU.</summary>
    CustomMonitor = 0,

    /// <summary>Somebody gave commands of his own to its guest's agent.</summary>
    CustomAgent = 1,
}
