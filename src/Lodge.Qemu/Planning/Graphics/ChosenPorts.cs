namespace Lodge.Qemu.Planning.Graphics;

/// <summary>The TCP ports of one display at this start, given or chosen among the free ones. All null: it has none.</summary>
/// <param name="Port">The plain port.</param>
/// <param name="TlsPort">The encrypted port of SPICE.</param>
/// <param name="WebSocketPort">The port for web sockets of VNC.</param>
internal sealed record ChosenPorts(int? Port = null, int? TlsPort = null, int? WebSocketPort = null)
{
    /// <summary>No port at all.</summary>
    public static ChosenPorts None { get; } = new();

    /// <summary>Every port there is.</summary>
    public IEnumerable<int> All => new[] { Port, TlsPort, WebSocketPort }.OfType<int>();
}
