using Lodge.Model.Networks;

namespace Lodge.Network.Tests.Support;

/// <summary>Definitions for tests.</summary>
internal static class Nets
{
    /// <summary>A network that lends addresses in 10.97.N.0/24.</summary>
    public static NetworkDefinition Lending(string name = "default", int number = 1) => new(
    [
        new SubnetDefinition
        {
            Address = $"10.97.{number}.1/24",
            Dhcp = new DhcpDefinition { Ranges = [new AddressRange { Start = $"10.97.{number}.10", End = $"10.97.{number}.99" }] },
        },
    ])
    {
        Id = Guid.NewGuid(),
        Name = name,
        Mode = NetworkMode.Isolated,

        // With the spanning tree protocol a port waits four seconds before it forwards.
        Bridge = new BridgeDefinition { Stp = false },
    };
}
