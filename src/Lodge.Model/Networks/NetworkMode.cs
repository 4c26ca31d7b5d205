using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Networks;

/// <summary>How guests of a network reach what is outside. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<NetworkMode>))]
public enum NetworkMode
{
    /// <summary>Through the host, which lends them its address.</summary>
    Nat = 0,

    /// <summary>Through the host, with addresses of their own, which the rest of the world must know the way to.</summary>
    Routed = 1,

    /// <summary>Not at all: guests and host reach each other only.</summary>
    Isolated = 2,

    /// <summary>Through the host, without a rule of Lodge's firewall for it: somebody else decides.</summary>
    Open = 3,

    /// <summary>By a bridge that the host has: guests are where the host's interface is.</summary>
    Bridge = 4,

    /// <summary>By an interface of the host that they share; the host itself cannot be reached over it.</summary>
    Macvtap = 5,
}

/// <summary>How guests of a macvtap share the interface below (linux/if_link.h, macvlan_mode). Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<MacvtapSharing>))]
public enum MacvtapSharing
{
    /// <summary>They see each other.</summary>
    Bridge = 0,

    /// <summary>They see each other if the switch outside sends frames back (802.1Qbg).</summary>
    Vepa = 1,

    /// <summary>They do not see each other.</summary>
    Private = 2,

    /// <summary>One guest gets it whole.</summary>
    Passthrough = 3,
}
