namespace Lodge.TestSupport.Qmp;

/// <summary>How the fake QEMU behaves.</summary>
public sealed record FakeQmpOptions
{
    /// <summary>The first line, as QEMU 7.2 on Debian 12 sends it. Null for none.</summary>
    public string? Greeting { get; init; } =
        """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian 1:7.2+dfsg-7+deb12u18+b3"}, "capabilities": ["oob"]}}""";

    /// <summary>The state that the machine begins in; <c>prelaunch</c> is what <c>-S</c> gives.</summary>
    public string InitialStatus { get; init; } = "prelaunch";

    /// <summary>Whether the guest shuts down when its power button is pressed.</summary>
    public bool GuestObeysPowerdown { get; init; } = true;

    /// <summary>How long the guest takes for that.</summary>
    public TimeSpan GuestShutdownTime { get; init; }

    /// <summary>Whether QEMU stays after a shutdown, as with <c>-no-shutdown</c>.</summary>
    public bool NoShutdown { get; init; }

    public string Name { get; init; } = "fake";

    public Guid Uuid { get; init; } = Guid.Parse("11111111-2222-3333-4444-555555555555");
}
