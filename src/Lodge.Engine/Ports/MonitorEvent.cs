namespace Lodge.Engine.Ports;

/// <summary>Something that a QEMU reported, in its own words.</summary>
/// <param name="Name">The event's name, such as <c>RESUME</c>.</param>
/// <param name="Time">When, by QEMU.</param>
/// <param name="Data">What more it told, a JSON object; null for nothing.</param>
public sealed record MonitorEvent(string Name, DateTimeOffset Time, string? Data);
