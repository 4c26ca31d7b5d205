using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Events;

/// <summary>Somebody at a display.</summary>
public sealed record DisplayViewer
{
    /// <summary>Which display.</summary>
    public required GraphicsType Display { get; init; }

    /// <summary>How far they are.</summary>
    public required ViewerPhase Phase { get; init; }

    /// <summary>Where the display listens.</summary>
    public required ViewerAddress Server { get; init; }

    /// <summary>Where they come from.</summary>
    public required ViewerAddress Client { get; init; }

    /// <summary>How they prove who they are, in QEMU's words: <c>none</c>, <c>vnc</c>, <c>spice</c>, <c>vencrypt+x509+sasl</c> and the like; absent when not told.</summary>
    public string? Authentication { get; init; }

    /// <summary>The name in their certificate; absent without one.</summary>
    public string? Certificate { get; init; }

    /// <summary>The name that they signed in with; absent without one.</summary>
    public string? User { get; init; }
}

/// <summary>One end of a viewer's connection.</summary>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c> or <c>unix</c>; for others, whatever QEMU calls it.</param>
/// <param name="Host">The address; empty for a Unix socket.</param>
/// <param name="Service">The port, or the path of a Unix socket.</param>
public sealed record ViewerAddress(string Family, string Host, string Service);

/// <summary>How far a viewer is. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<ViewerPhase>))]
public enum ViewerPhase
{
    /// <summary>Connected, and not let in yet.</summary>
    Connected = 0,

    /// <summary>Let in: they see the screen.</summary>
    Initialized = 1,

    /// <summary>Gone.</summary>
    Disconnected = 2,
}
