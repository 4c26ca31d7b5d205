using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Network.HostBridges.Planning;

namespace Lodge.Network.Tests.HostBridges;

/// <summary>Which interfaces a bridge can be made over.</summary>
public sealed class BridgeJudgeTests
{
    private static readonly NetworkLink[] s_links =
    [
        new(1, "lo"),
        Cable(2, "eth0"),
        Cable(3, "eth0.100") with { Kind = "vlan", Lower = 2 },
        Cable(4, "wlan0"),
        Cable(5, "br7") with { Kind = "bridge", Bridge = new BridgeSettings() },
        Cable(6, "eth1") with { Master = 5 },
        Cable(7, "bond0") with { Kind = "bond" },
        Cable(8, "eth2") with { Master = 7 },
        new(9, "wg0") { Kind = "wireguard" },
        Cable(10, "eth3"),
        Cable(11, "vm5") with { Kind = "macvtap", Lower = 10 },
    ];

    [Theory]
    [InlineData("eth0")]
    [InlineData("eth0.100")]
    [InlineData("bond0")]
    public void Cable_vlan_and_bond_are_good(string name) => Assert.Equal(name, BridgeJudge.Judge(name, s_links, isWireless: false).Name);

    [Theory]
    [InlineData("lo", ErrorCode.Unsupported, "loopback", "eth0, eth0.100")]
    [InlineData("wlan0", ErrorCode.Unsupported, "wireless", "NAT")]
    [InlineData("br7", ErrorCode.Unsupported, "a bridge already", "--bridge br7")]
    [InlineData("eth1", ErrorCode.InvalidState, "a port of the bridge 'br7'", "--bridge br7")]
    [InlineData("eth2", ErrorCode.InvalidState, "the bond 'bond0'", "bridge-host bond0")]
    [InlineData("wg0", ErrorCode.Unsupported, "a wireguard", "eth0")]
    [InlineData("eth3", ErrorCode.Unsupported, "'vm5' shares it (macvtap)", "Stop the VM")]
    [InlineData("ethO", ErrorCode.NotFound, "no interface 'ethO'", "Did you mean 'eth0'?")]
    [InlineData("enp3s0", ErrorCode.NotFound, "no interface 'enp3s0'", "eth0")]
    public void Others_are_refused_with_the_reason_and_what_to_do(string name, ErrorCode code, string reason, string remedy)
    {
        var failure = Assert.Throws<LodgeException>(() => BridgeJudge.Judge(name, s_links, isWireless: name == "wlan0"));
        Assert.Equal(code, failure.Error.Code);
        Assert.Contains(reason, failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Error.Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public void Bridge_gets_a_free_name_that_no_configuration_has_either()
    {
        Assert.Equal("br1", BridgeNames.Choose(null, s_links, ["auto br0\niface br0 inet dhcp", "xbr1 br10"]));
        Assert.Equal("lan", BridgeNames.Choose("lan", s_links, []));
        Assert.Throws<LodgeException>(() => BridgeNames.Choose("br7", s_links, []));
        Assert.Throws<LodgeException>(() => BridgeNames.Choose("a bridge with a long name", s_links, []));
    }

    private static NetworkLink Cable(int index, string name) => new(index, name) { IsEthernet = true, IsUp = true };
}
