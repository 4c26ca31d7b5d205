namespace Lodge.Model.Networks;

/// <summary>Names in a network.</summary>
public sealed record DnsDefinition
{
    /// <summary>Whether the host answers questions for names. Absent: yes.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether names without a dot are asked for elsewhere. Absent: yes.</summary>
    public bool? ForwardPlainNames { get; init; }

    /// <summary>Who is asked for names that are not known here. Absent: whom the host asks.</summary>
    public IReadOnlyList<DnsForwarder>? Forwarders { get; init; }

    /// <summary>Addresses with names. Change live.</summary>
    public IReadOnlyList<DnsHost>? Hosts { get; init; }

    /// <summary>Where services are (RFC 2782). Change live.</summary>
    public IReadOnlyList<DnsService>? Services { get; init; }

    /// <summary>Texts. Change live.</summary>
    public IReadOnlyList<DnsText>? Texts { get; init; }
}

/// <summary>Who is asked for names.</summary>
public sealed record DnsForwarder
{
    /// <summary>Whom to ask. Absent: nobody, so that the domain's names stay unknown.</summary>
    public string? Address { get; init; }

    /// <summary>For names in which domain. Absent: all.</summary>
    public string? Domain { get; init; }
}

/// <summary>An address with names.</summary>
public sealed record DnsHost
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>Its names, at least one.</summary>
    public required IReadOnlyList<string> Names { get; init; }
}

/// <summary>Where a service is (RFC 2782).</summary>
public sealed record DnsService
{
    /// <summary>The service, such as <c>ldap</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The protocol, such as <c>tcp</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The domain that it is for. Absent: the network's.</summary>
    public string? Domain { get; init; }

    /// <summary>Name of the machine that serves it. Absent: the service does not exist.</summary>
    public string? Target { get; init; }

    /// <summary>The port, 1 to 65,535. Absent: 1.</summary>
    public int? Port { get; init; }

    /// <summary>Lower ones are asked first, 0 to 65,535. Absent: 0.</summary>
    public int? Priority { get; init; }

    /// <summary>How often among those of one priority, 0 to 65,535. Absent: 0.</summary>
    public int? Weight { get; init; }
}

/// <summary>A text under a name.</summary>
public sealed record DnsText
{
    /// <summary>The name, such as <c>example</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The text.</summary>
    public required string Value { get; init; }
}

/// <summary>The domain that guests' names are in.</summary>
public sealed record DomainName
{
    /// <summary>Such as <c>lab.example.org</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its names are never asked for elsewhere. Absent: no.</summary>
    public bool? LocalOnly { get; init; }

    /// <summary>Whether the host's resolver is told of it, where that is systemd-resolved. Absent: no.</summary>
    public bool? Register { get; init; }
}
