using System.Net;
using Lodge.Linux.Network;
using Lodge.TestSupport.Networks;

namespace Lodge.Linux.Tests.Network;

/// <summary>Sends over a limited interface for a while, and counts what arrives. The limits are far below what any machine can.</summary>
public sealed class TrafficShaperTests : IDisposable
{
    private const double Tolerance = 0.15;
    private const int Limit = 1_000_000;

    private readonly PrivateNetwork _host;
    private readonly PrivateNetwork _guest;

    public TrafficShaperTests()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        (_host, _guest) = (PrivateNetwork.Create(), PrivateNetwork.Create());
        _host.Host.Links.AddPair("v0", "v1", _guest.Handle);
        foreach (var (network, name, address) in new[] { (_host, "v0", "192.0.2.1"), (_guest, "v1", "192.0.2.2") })
        {
            network.Host.Links.Change(name, new LinkChange { Up = true });
            network.Host.Addresses.Add(name, IPAddress.Parse(address), 24);
        }
    }

    private TrafficShaper Traffic => _host.Host.Traffic;

    [Fact]
    public async Task Limits_hold_in_each_direction_change_and_end()
    {
        var cancellation = TestContext.Current.CancellationToken;
        Traffic.LimitSending("v0", new Bandwidth(Limit / 10));
        Traffic.LimitSending("v0", new Bandwidth(Limit));
        Traffic.LimitReceiving("v0", "ifb-v0", new Bandwidth(Limit * 2));

        Assert.InRange(await Throughput.MeasureAsync(_host, _guest, "192.0.2.2", cancellation), Limit * (1 - Tolerance), Limit * (1 + Tolerance));
        Assert.InRange(await Throughput.MeasureAsync(_guest, _host, "192.0.2.1", cancellation), Limit * 2 * (1 - Tolerance), Limit * 2 * (1 + Tolerance));

        Traffic.RemoveSendingLimit("v0");
        Traffic.RemoveReceivingLimit("v0", "ifb-v0");
        Traffic.RemoveReceivingLimit("v0", "ifb-v0");
        Assert.Null(_host.Host.Links.Find("ifb-v0"));
        Assert.True(await Throughput.MeasureAsync(_guest, _host, "192.0.2.1", cancellation) > Limit * 4);
    }

    public void Dispose()
    {
        _guest?.Dispose();
        _host?.Dispose();
    }
}
