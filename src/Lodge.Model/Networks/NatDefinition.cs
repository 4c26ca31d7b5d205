namespace Lodge.Model.Networks;

/// <summary>How addresses of guests are translated on the way out.</summary>
public sealed record NatDefinition
{
    /// <summary>Addresses of the host to use instead of that of the interface that traffic leaves by.</summary>
    public AddressRange? Addresses { get; init; }

    /// <summary>First port that TCP and UDP get, 1 to 65,535. Absent: 1,024.</summary>
    public int? FirstPort { get; init; }

    /// <summary>Last port that they get, not below the first. Absent: 65,535.</summary>
    public int? LastPort { get; init; }

    /// <summary>Whether IPv6 is translated too. Absent: no, it is routed.</summary>
    public bool? Ipv6 { get; init; }
}

/// <summary>The way to a network behind a guest.</summary>
public sealed record RouteDefinition
{
    /// <summary>The network, such as <c>10.1.0.0/16</c>.</summary>
    public required string Destination { get; init; }

    /// <summary>The guest's address, within a subnet of this network.</summary>
    public required string Gateway { get; init; }

    /// <summary>Lower ones are taken first, 1 and up. Absent: the kernel's.</summary>
    public int? Metric { get; init; }
}

/// <summary>Ports of the host that lead to a guest.</summary>
public sealed record PortForward
{
    /// <summary>First port of the host, 1 to 65,535.</summary>
    public required int Port { get; init; }

    /// <summary>Last port of the host. Absent: only the first.</summary>
    public int? LastPort { get; init; }

    /// <summary>The protocol.</summary>
    public TransportProtocol Protocol { get; init; }

    /// <summary>Address of the host. Absent: all of the address family of the target.</summary>
    public string? Address { get; init; }

    /// <summary>The guest's address within the network, or the name of a VM, whose lease or reservation it then is.</summary>
    public required string Target { get; init; }

    /// <summary>First port of the guest; further ones follow in step. Absent: the host's.</summary>
    public int? TargetPort { get; init; }
}
