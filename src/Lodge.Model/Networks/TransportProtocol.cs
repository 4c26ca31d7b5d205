using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Networks;

/// <summary>Protocols with ports. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<TransportProtocol>))]
public enum TransportProtocol
{
    /// <summary>TCP.</summary>
    Tcp = 0,

    /// <summary>UDP.</summary>
    Udp = 1,
}
