using Lodge.Linux.Security;
using Lodge.Model.Host;
using Lodge.Model.Networks;
using Lodge.Network.Dnsmasq;
using static Lodge.Network.Tests.Firewall.FirewallFacts;

namespace Lodge.Network.Tests.Dnsmasq;

/// <summary>What is told of the confinement of dnsmasq.</summary>
public sealed class DnsmasqProtectionTests
{
    private static readonly LandlockSupport s_landlock = new(5, null);

    [Fact]
    public void Process_that_is_not_confined_is_told_with_the_reason()
    {
        var networks = new[] { Served("lab", isConfined: false), Served("dmz", isConfined: true) };
        var told = DnsmasqProtection.Of(networks, hasShim: false, s_landlock)!;
        Assert.Equal(SecurityState.Unavailable, told.State);
        Assert.Contains("lab runs as its own user, but is not confined: lodge-launch is not there", told.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("dmz", told.Detail, StringComparison.Ordinal);
        Assert.Contains("the daemon's log", DnsmasqProtection.Of(networks, hasShim: true, s_landlock)!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernel_without_Landlock_is_told_and_with_it_all_is_well()
    {
        var networks = new[] { Served("lab", isConfined: true) };
        Assert.Contains("switched off at boot", DnsmasqProtection.Of(networks, hasShim: true, new LandlockSupport(0, "Landlock was switched off at boot"))!.Detail, StringComparison.Ordinal);
        Assert.Equal(SecurityState.Enforced, DnsmasqProtection.Of(networks, hasShim: true, s_landlock)!.State);
        Assert.Null(DnsmasqProtection.Of([Running("lodge0", NetworkMode.Isolated, [])], hasShim: true, s_landlock));
    }

    private static NetworkRuntime Served(string name, bool isConfined) =>
        Running("lodge0", NetworkMode.Nat, ["10.97.1.1/24"], network => network with { Name = name }) with { DnsmasqProcessId = 1, DnsmasqConfined = isConfined };
}
