using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Networks;

/// <summary>What a change of a network is made to. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<NetworkScope>))]
public enum NetworkScope
{
    /// <summary>The definition, and what runs if the network does.</summary>
    Both = 0,

    /// <summary>What runs only.</summary>
    Live = 1,

    /// <summary>The definition only, which counts from the next start on.</summary>
    Config = 2,
}
