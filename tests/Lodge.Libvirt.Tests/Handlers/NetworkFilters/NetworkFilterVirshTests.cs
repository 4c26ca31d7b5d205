using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Tests.Handlers.NetworkFilters;

/// <summary>Network filters through virsh.</summary>
public sealed class NetworkFilterVirshTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filters_are_listed_defined_shown_and_removed()
    {
        await using var server = await TestServer.StartAsync();
        using var file = new TemporaryFile("<filter name='web'><filterref filter='clean-traffic'/><rule action='drop' direction='in'><tcp dstportstart='23'/></rule></filter>");

        Assert.Contains("no-mac-spoofing", await server.DoneAsync("nwfilter-list"), StringComparison.Ordinal);
        await server.DoneAsync("nwfilter-define", file.Path);
        Assert.Contains("<tcp dstportstart='23'/>", await server.DoneAsync("nwfilter-dumpxml", "web"), StringComparison.Ordinal);
        await server.DoneAsync("nwfilter-undefine", "web");
        Assert.Contains("Network filter not found", await server.RefusedAsync("nwfilter-dumpxml", "web"), StringComparison.Ordinal);
        Assert.Contains("part of Lodge", await server.RefusedAsync("nwfilter-undefine", "clean-traffic"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Card_with_a_filter_is_a_binding()
    {
        await using var server = await TestServer.StartAsync();
        await server.Engine.Networks.CreateAsync(new NetworkDefinition { Name = "lab" }, Cancelled);
        var nic = new NicDefinition(new NetworkNicSource("lab"))
        {
            Mac = "52:54:00:00:00:01",
            Filter = new FilterBinding { Name = "clean-traffic", Parameters = [new FilterParameter("IP", "10.0.0.1")] },
        };
        await server.Engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "web", Accel = Accelerator.Tcg, Nics = [nic] }, transient: false, paused: false, Cancelled);
        var port = Assert.Single(server.Engine.Networks.ListPlugs("lab")).Interface;

        Assert.Matches($"{port} +clean-traffic", await server.DoneAsync("nwfilter-binding-list"));
        var xml = await server.DoneAsync("nwfilter-binding-dumpxml", port);
        Assert.Contains("<parameter name='IP' value='10.0.0.1'/>", xml, StringComparison.Ordinal);
        Assert.Contains($"<portdev name='{port}'/>", xml, StringComparison.Ordinal);
        Assert.Contains("goes with its <filterref>", await server.RefusedAsync("nwfilter-binding-delete", port), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }
}
