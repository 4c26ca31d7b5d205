using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>How a guest is asked to power off or to reboot.</summary>
[JsonConverter(typeof(KebabEnumConverter<ShutDownMethod>))]
public enum ShutDownMethod
{
    /// <summary>By its agent if one answers, else by the power button.</summary>
    Auto = 0,

    /// <summary>By the ACPI power button.</summary>
    Acpi = 1,

    /// <summary>By its agent only.</summary>
    Agent = 2,
}
