using Lodge.Model.Networks;
using Lodge.Network.Planning.Dnsmasq;

namespace Lodge.Network.Tests.Planning;

public sealed class GuestNamesTests
{
    [Fact]
    public void Each_VM_gets_its_name_once_unless_a_reservation_says_something_else()
    {
        var network = new NetworkDefinition([new SubnetDefinition
        {
            Address = "10.1.0.1/24",
            Dhcp = new DhcpDefinition
            {
                Reservations = [new DhcpReservation { Address = "10.1.0.9", Mac = "52:54:00:00:00:0A" }, new DhcpReservation { Address = "10.1.0.8", Mac = "52:54:00:00:00:ff", Name = "Printer" }],
            },
        }])
        {
            Name = "lab",
        };
        NicPlug[] plugs =
        [
            Plug("web", "net1", "52:54:00:00:00:02"), Plug("web", "net0", "52:54:00:00:00:01"), Plug("printer", "net0", "52:54:00:00:00:03"),
            Plug("fixed", "net0", "52:54:00:00:00:0a"), Plug("my_vm", "net0", "52:54:00:00:00:04"), Plug("-x", "net0", "52:54:00:00:00:05"), Plug("db-1", "net0", "52:54:00:00:00:06"),
        ];

        Assert.Equal(["52:54:00:00:00:01,web", "52:54:00:00:00:06,db-1"], GuestNames.Lines(network, plugs));
    }

    private static NicPlug Plug(string vm, string alias, string mac) =>
        new() { VmId = Guid.Empty, VmName = vm, Alias = alias, Mac = mac, Interface = "vnet0" };
}
