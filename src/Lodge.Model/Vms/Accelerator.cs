using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>How guest code is executed.</summary>
[JsonConverter(typeof(KebabEnumConverter<Accelerator>))]
public enum Accelerator
{
    /// <summary>KVM where the host proved that it works, else TCG.</summary>
    Auto = 0,

    /// <summary>The processor runs guest code through <c>/dev/kvm</c>; an error where that is unusable.</summary>
    Kvm = 1,

    /// <summary>QEMU translates guest code in software. Works everywhere, many times slower.</summary>
    Tcg = 2,
}
