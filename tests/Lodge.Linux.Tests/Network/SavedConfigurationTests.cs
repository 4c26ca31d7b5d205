using System.Net;
using System.Net.Sockets;
using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.TestSupport.Networks;

namespace Lodge.Linux.Tests.Network;

public sealed class SavedConfigurationTests : IDisposable
{
    private readonly PrivateNetwork _network;

    public SavedConfigurationTests()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        _network = PrivateNetwork.Create();
        _network.Host.Links.AddPair("v0", "v1");
        _network.Host.Links.AddPair("w0", "w1");
        foreach (var link in (string[])["v0", "v1", "w0", "w1"])
        {
            _network.Host.Links.Change(link, new LinkChange { Up = true });
        }
    }

    private HostNetwork Host => _network.Host;

    [Fact]
    public void Addresses_and_routes_go_over_to_another_interface_with_all_that_they_have()
    {
        Ip("addr add 10.1.0.2/24 dev v0 label v0:office valid_lft 3600 preferred_lft 1800 metric 50");
        Ip("addr add 10.2.0.2 peer 10.2.0.9/32 dev v0 noprefixroute");
        Ip("addr add 2001:db8::2/64 dev v0 valid_lft 7200 preferred_lft 3600 nodad");
        Ip("route add default via 10.1.0.1 dev v0 metric 7 mtu 1400 src 10.1.0.2 proto static");
        Ip("route add 192.0.2.0/24 via 203.0.113.1 dev v0 onlink table 1234");
        Ip("-6 route add default via fe80::1 dev v0 metric 9 expires 900 pref high proto ra");
        var (addresses, routes) = (Host.Saved.Addresses(Index("v0")), Host.Saved.Routes(Index("v0")));
        Assert.Equal(3600, addresses.Single(address => address.Label == "v0:office").Lifetime?.TotalSeconds ?? 0, 5.0);
        var before = Shown("v0");

        Assert.All(addresses.Where(address => address.Address.Address.AddressFamily == AddressFamily.InterNetwork), Host.Saved.Delete);
        _network.Run(() =>
        {
            NetworkSettings.Write("ipv6/conf/v0/disable_ipv6", 1);
            return true;
        });
        foreach (var address in addresses.Where(address => !address.Address.Address.IsIPv6LinkLocal))
        {
            Host.Saved.Add(address, Host.Links.Get("w0"), "v0");
        }

        foreach (var route in routes.OrderBy(route => route.Route.Gateway is not null))
        {
            try
            {
                Host.Saved.Add(route, Index("w0"));
            }
            catch (LinuxException there) when (there.Name == "EEXIST")
            {
                Assert.Null(route.Route.Gateway); // The kernel made it for an address.
            }
        }

        Assert.Equal(before, Shown("w0"));
    }

    [Fact]
    public async Task Neighbour_that_is_asked_for_answers_or_not()
    {
        using var other = PrivateNetwork.Create();
        Host.Links.AddPair("x0", "x1", other.Handle);
        Host.Links.Change("x0", new LinkChange { Up = true });
        other.Host.Links.Change("x1", new LinkChange { Up = true });
        Host.Addresses.Add("x0", IPAddress.Parse("10.3.0.1"), 24);
        other.Host.Addresses.Add("x1", IPAddress.Parse("10.3.0.2"), 24);
        Host.Neighbours.Ask(Index("x0"), IPAddress.Parse("10.3.0.2"));
        Host.Neighbours.Ask(Index("x0"), IPAddress.Parse("10.3.0.3"));
        await AnswersAsync();
        Host.Neighbours.Ask(Index("x0"), IPAddress.Parse("10.3.0.2"));
        await AnswersAsync();
        Assert.DoesNotContain(Host.Neighbours.List(), one => one.Address.ToString() == "10.3.0.3");

        async Task AnswersAsync()
        {
            while (!Host.Neighbours.List().Any(one => one.IsFresh && one.Address.ToString() == "10.3.0.2"))
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    public void Dispose() => _network?.Dispose();

    private int Index(string link) => Host.Links.Get(link).Index;

    private void Ip(string line) => Run(line);

    private string[] Shown(string link) =>
    [
        .. (Run($"-o addr show dev {link} scope global") + Run($"-4 route show dev {link} table all type unicast") + Run($"-6 route show dev {link} table all type unicast"))
            .Replace(link, "LINK", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.Contains("fe80::/64", StringComparison.Ordinal))
            .Select(line => System.Text.RegularExpressions.Regex.Replace(line, @"(^\d+: )|((valid_lft|preferred_lft|expires) \d+)sec", "$3"))
            .Order(StringComparer.Ordinal),
    ];

    private string Run(string line) => _network.Run(() =>
    {
        using var ip = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/sbin/ip", line) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (text, errors) = (ip.StandardOutput.ReadToEnd(), ip.StandardError.ReadToEnd());
        ip.WaitForExit();
        Assert.True(ip.ExitCode == 0, $"ip {line}: {errors}");
        return text;
    });
}
