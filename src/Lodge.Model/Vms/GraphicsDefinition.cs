using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>A display that can be watched from afar, with a standard VGA card behind it.</summary>
public sealed record GraphicsDefinition
{
    /// <summary>The protocol.</summary>
    public GraphicsType Type { get; init; } = GraphicsType.Vnc;
}

/// <summary>Remote display protocols.</summary>
[JsonConverter(typeof(KebabEnumConverter<GraphicsType>))]
public enum GraphicsType
{
    /// <summary>VNC on a Unix socket of the host.</summary>
    Vnc = 0,
}
