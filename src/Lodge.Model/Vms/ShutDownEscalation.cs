using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>What to do with a guest that does not follow the power button in time.</summary>
[JsonConverter(typeof(KebabEnumConverter<ShutDownEscalation>))]
public enum ShutDownEscalation
{
    /// <summary>Report it, and leave the guest as it is.</summary>
    Fail = 0,

    /// <summary>Pull the plug.</summary>
    Kill = 1,
}
