using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Host;

/// <summary>Which protections hold for a VM's process.</summary>
/// <param name="Items">One entry a protection, in a fixed order.</param>
public sealed record SecurityReport(IReadOnlyList<SecurityItem> Items);

/// <summary>One protection.</summary>
/// <param name="Name">Such as <c>landlock</c>, <c>seccomp</c>, <c>uid</c>, <c>cgroup</c>, <c>no-new-privs</c>.</param>
/// <param name="State">Whether it holds.</param>
/// <param name="Detail">A sentence for people: to which degree, or why not.</param>
public sealed record SecurityItem(string Name, SecurityState State, string Detail);

/// <summary>Whether a protection holds.</summary>
[JsonConverter(typeof(KebabEnumConverter<SecurityState>))]
public enum SecurityState
{
    /// <summary>It holds.</summary>
    Enforced = 0,

    /// <summary>The host lacks it.</summary>
    Unavailable = 1,

    /// <summary>It is switched off, or has no meaning here.</summary>
    Off = 2,
}
