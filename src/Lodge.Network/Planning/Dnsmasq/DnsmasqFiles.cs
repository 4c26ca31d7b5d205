namespace Lodge.Network.Planning.Dnsmasq;

/// <summary>Where the files of a network's dnsmasq are.</summary>
/// <param name="RunFolder">What goes with the host: configuration, reservations, names.</param>
/// <param name="Leases">The leases, which outlive the host.</param>
/// <param name="Log">What it prints.</param>
internal sealed record DnsmasqFiles(string RunFolder, string Leases, string Log)
{
    /// <summary>The configuration.</summary>
    public string Configuration => Path.Combine(RunFolder, "dnsmasq.conf");

    /// <summary>Reserved addresses.</summary>
    public string Reservations => Path.Combine(RunFolder, "reservations");

    /// <summary>Addresses with names.</summary>
    public string Hosts => Path.Combine(RunFolder, "hosts");

    /// <summary>Its process id.</summary>
    public string ProcessId => Path.Combine(RunFolder, "dnsmasq.pid");
}
