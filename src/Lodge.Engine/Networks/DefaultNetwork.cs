using Lodge.Model.Networks;

namespace Lodge.Engine.Networks;

/// <summary>The network that is there after an installation.</summary>
internal static class DefaultNetwork
{
    /// <summary>Its name.</summary>
    public const string Name = "default";

    /// <summary>A NAT network with DHCP; its subnet is moved when somebody else has it.</summary>
    public static NetworkDefinition Make() => new(
        [
            new SubnetDefinition
            {
                Address = "192.168.122.1/24",
                Dhcp = new DhcpDefinition { Ranges = [new AddressRange { Start = "192.168.122.2", End = "192.168.122.254" }] },
            },
        ])
    {
        Id = Guid.NewGuid(),
        Name = Name,
        Mode = NetworkMode.Nat,
        Autostart = true,
    };
}
