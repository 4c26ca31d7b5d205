namespace Lodge.Qmp.Events;

/// <summary>SPICE_CONNECTED: somebody opened a channel to the SPICE server.</summary>
/// <param name="Server">Where it listens.</param>
/// <param name="Client">From where.</param>
public sealed record SpiceConnectedEvent(SpiceAddress Server, SpiceAddress Client) : QmpEvent;

/// <summary>SPICE_INITIALIZED: a channel is authenticated and in use; a viewer has several.</summary>
/// <param name="Server">Where it listens.</param>
/// <param name="Client">From where.</param>
public sealed record SpiceInitializedEvent(SpiceServerAddress Server, SpiceAddress Client) : QmpEvent;

/// <summary>SPICE_DISCONNECTED: a channel is closed.</summary>
/// <param name="Server">Where it listens.</param>
/// <param name="Client">From where.</param>
public sealed record SpiceDisconnectedEvent(SpiceAddress Server, SpiceAddress Client) : QmpEvent;

/// <summary>One end of a SPICE channel.</summary>
/// <param name="Host">Address, or the path of a unix socket.</param>
/// <param name="Port">Port.</param>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c>, <c>unix</c>, <c>vsock</c> or <c>unknown</c>.</param>
public sealed record SpiceAddress(string Host, string Port, string Family);

/// <summary>A SPICE server's address.</summary>
/// <param name="Host">Address, or the path of a unix socket.</param>
/// <param name="Port">Port.</param>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c>, <c>unix</c>, <c>vsock</c> or <c>unknown</c>.</param>
/// <param name="Auth">How viewers authenticate: <c>none</c> or <c>spice</c>.</param>
public sealed record SpiceServerAddress(string Host, string Port, string Family, string? Auth = null);
