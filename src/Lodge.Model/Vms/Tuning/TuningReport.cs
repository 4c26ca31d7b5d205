using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Tuning;

/// <summary>Every value of a VM's tuning that is in effect, with where it comes from.</summary>
/// <param name="Vm">The VM's name.</param>
/// <param name="Running">Whether these are the values of the running QEMU; else those that the next start will use.</param>
/// <param name="Profile">The preset in effect.</param>
/// <param name="Values">The values, grouped by what they concern.</param>
public sealed record TuningReport(string Vm, bool Running, TuningProfile Profile, IReadOnlyList<EffectiveValue> Values);

/// <summary>A value in effect.</summary>
/// <param name="Path">The field of the definition that would change it, such as <c>disks[vda].queues</c>.</param>
/// <param name="Value">The value, for people.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record EffectiveValue(string Path, string Value, ValueSource Source);

/// <summary>Where a value comes from.</summary>
[JsonConverter(typeof(KebabEnumConverter<ValueSource>))]
public enum ValueSource
{
    /// <summary>The definition says it.</summary>
    Definition = 0,

    /// <summary>The preset fills it in.</summary>
    Profile = 1,

    /// <summary>Lodge does so unless told otherwise.</summary>
    Default = 2,

    /// <summary>It follows from the host.</summary>
    Host = 3,
}
