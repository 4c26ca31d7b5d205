namespace Lodge.Model.Networks;

/// <summary>An address of the host in a network, and what is served around it.</summary>
public sealed record SubnetDefinition
{
    /// <summary>The host's address and the prefix, such as <c>192.168.122.1/24</c> or <c>fd12::1/64</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Whether guests get addresses by DHCP. Absent: they set their own.</summary>
    public DhcpDefinition? Dhcp { get; init; }

    /// <summary>Absolute path of a folder whose files are served by TFTP; IPv4 only. Absent: none.</summary>
    public string? TftpRoot { get; init; }

    /// <summary>Whether names for addresses of the subnet are never asked for elsewhere. Absent: no.</summary>
    public bool? LocalPtr { get; init; }
}

/// <summary>Addresses that guests get.</summary>
public sealed record DhcpDefinition
{
    /// <summary>Addresses for guests that have none reserved, in order, apart from each other.</summary>
    public IReadOnlyList<AddressRange>? Ranges { get; init; }

    /// <summary>Reserved addresses. Change live.</summary>
    public IReadOnlyList<DhcpReservation>? Reservations { get; init; }

    /// <summary>How long an address is lent when its range says nothing, seconds, 120 at least, 0 for ever. Absent: 3,600.</summary>
    public long? LeaseSeconds { get; init; }

    /// <summary>Name of the file that guests boot over the network. Absent: none.</summary>
    public string? BootFile { get; init; }

    /// <summary>Who serves that file. Absent: the host.</summary>
    public string? BootServer { get; init; }
}

/// <summary>Addresses from one to another, both included.</summary>
public sealed record AddressRange
{
    /// <summary>The first.</summary>
    public required string Start { get; init; }

    /// <summary>The last.</summary>
    public required string End { get; init; }

    /// <summary>How long an address is lent, seconds, 120 at least, 0 for ever. Absent: the subnet's.</summary>
    public long? LeaseSeconds { get; init; }
}

/// <summary>An address that one guest always gets. By MAC or name for IPv4, by name or DUID for IPv6.</summary>
public sealed record DhcpReservation
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>The guest's MAC address.</summary>
    public string? Mac { get; init; }

    /// <summary>The name that the guest gives, or gets.</summary>
    public string? Name { get; init; }

    /// <summary>The guest's DHCP unique identifier (RFC 8415, section 11), hexadecimal with colons; IPv6 only.</summary>
    public string? Duid { get; init; }

    /// <summary>How long the address is lent, seconds, 120 at least, 0 for ever. Absent: the subnet's.</summary>
    public long? LeaseSeconds { get; init; }
}
