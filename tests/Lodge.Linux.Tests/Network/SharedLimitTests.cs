using System.Net;
using Lodge.Linux.Network;
using Lodge.TestSupport.Networks;

namespace Lodge.Linux.Tests.Network;

/// <summary>A bridge whose limit two guests share.</summary>
public sealed class SharedLimitTests : IDisposable
{
    private const double Tolerance = 0.15;
    private const int Limit = 2_000_000;
    private const string MacA = "52:54:00:00:aa:01";

    private readonly PrivateNetwork _host = PrivateNetwork.Create();
    private readonly PrivateNetwork _a = PrivateNetwork.Create();
    private readonly PrivateNetwork _b = PrivateNetwork.Create();

    [Fact]
    public async Task Share_is_free_for_whom_it_is_kept_and_for_others_while_he_is_silent()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        var cancellation = TestContext.Current.CancellationToken;
        _host.Host.Links.AddBridge("b0", new BridgeSettings { Stp = false, ForwardDelay = TimeSpan.Zero });
        _host.Host.Links.Change("b0", new LinkChange { Up = true });
        _host.Host.Addresses.Add("b0", IPAddress.Parse("192.0.2.1"), 24);
        Join(_a, "a", MacA, "192.0.2.2");
        Join(_b, "b", "52:54:00:00:aa:02", "192.0.2.3");
        var shared = _host.Host.SharedTraffic;

        // Whatever was there before becomes what is wanted.
        _host.Host.Traffic.LimitSending("b0", new Bandwidth(Limit / 10));
        shared.Set("b0", new Bandwidth(Limit), [new BandwidthShare("52:54:00:00:aa:09", 1000), new BandwidthShare(MacA, 2000)]);
        shared.Set("b0", new Bandwidth(Limit), [new BandwidthShare(MacA, Limit / 5 * 4)]);
        var (a, b) = (Throughput.MeasureAsync(_host, _a, "192.0.2.2", cancellation), Throughput.MeasureAsync(_host, _b, "192.0.2.3", cancellation));
        Assert.InRange(await a, Limit * 0.8 * (1 - Tolerance), Limit * 0.8 * (1 + Tolerance));
        Assert.InRange(await b, Limit * 0.2 * (1 - Tolerance), Limit * 0.2 * (1 + Tolerance));
        Assert.InRange(await Throughput.MeasureAsync(_host, _b, "192.0.2.3", cancellation), Limit * (1 - Tolerance), Limit * (1 + Tolerance));

        // The share of one who is away is taken away as well.
        shared.Set("b0", new Bandwidth(Limit), []);
        Assert.InRange(await Throughput.MeasureAsync(_host, _a, "192.0.2.2", cancellation), Limit * (1 - Tolerance), Limit * (1 + Tolerance));
        _host.Host.Traffic.RemoveSendingLimit("b0");
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _host.Dispose();
    }

    private void Join(PrivateNetwork guest, string cable, string mac, string address)
    {
        _host.Host.Links.AddPair(cable, "eth0", guest.Handle);
        _host.Host.Links.Change(cable, new LinkChange { Master = _host.Host.Links.Get("b0").Index, Up = true });
        guest.Host.Links.Change("eth0", new LinkChange { Mac = mac, Up = true });
        guest.Host.Addresses.Add("eth0", IPAddress.Parse(address), 24);
    }
}
