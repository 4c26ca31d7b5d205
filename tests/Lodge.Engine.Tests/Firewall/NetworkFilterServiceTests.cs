using Lodge.Model.Errors;
using Lodge.Model.Firewall.Filters;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Firewall;

/// <summary>Network filters: in force as soon as they are stored; some are always there.</summary>
public sealed class NetworkFilterServiceTests
{
    private readonly FakeWorld _world = new();

    [Fact]
    public async Task Filter_is_stored_in_force_and_there_after_a_restart()
    {
        var filters = (await _world.StartDaemonAsync()).Engine.NetworkFilters;

        var defined = await filters.DefineAsync(Filter("no-mail", "clean-traffic"), default);
        var again = await filters.DefineAsync(Filter("no-mail"), default);

        Assert.Equal(defined.Id, again.Id);
        Assert.Equal([again], _world.Networks.FilterRules);
        var successor = (await _world.StartDaemonAsync()).Engine.NetworkFilters;
        Assert.Equal(again, successor.Get(defined.Id.ToString()));
        Assert.Equal([again], _world.Networks.FilterRules);
        await successor.UndefineAsync("no-mail", default);
        Assert.Null(successor.Find("no-mail"));
        Assert.Empty(_world.Networks.FilterRules);
    }

    [Theory]
    [InlineData("dstportstart", "99999", "a port, 0 to 65,535")]
    [InlineData("srcportend", "ssh", "a port, 0 to 65,535")]
    [InlineData("srcipaddr", "10.0.0.256", "an IP address")]
    [InlineData("dstipmask", "129", "a mask or the length of a prefix")]
    [InlineData("srcmacaddr", "52:54:00:12:34", "a MAC address")]
    [InlineData("dstportstart", "$PORT", null)]
    [InlineData("dstportstart", "0x16", null)]
    public async Task Value_that_is_none_of_its_kind_is_refused_when_the_filter_is_defined(string attribute, string value, string? expected)
    {
        var filters = (await _world.StartDaemonAsync()).Engine.NetworkFilters;
        var match = new FilterMatch { Protocol = FilterProtocol.Tcp, Attributes = [new FilterAttribute(attribute, value)] };
        var defining = filters.DefineAsync(new NetworkFilter { Name = "odd", Entries = [new FilterRule { Match = match }] }, default);
        if (expected is null)
        {
            await defining;
        }
        else
        {
            Assert.Contains($"has '{value}' for '{attribute}', which must be {expected}", await WhyAsync(defining), StringComparison.Ordinal);
            Assert.Null(filters.Find("odd"));
        }
    }

    [Fact]
    public async Task Filter_that_includes_itself_or_what_is_not_there_is_refused()
    {
        var filters = (await _world.StartDaemonAsync()).Engine.NetworkFilters;
        await filters.DefineAsync(Filter("a"), default);
        await filters.DefineAsync(Filter("b", "a"), default);
        await filters.DefineAsync(Filter("c", "b", "a"), default);

        Assert.Equal("The filter 'a' would include itself: a -> c -> b -> a.", await WhyAsync(filters.DefineAsync(Filter("a", "c"), default)));
        Assert.Equal("The filter 'd' would include itself: d -> d.", await WhyAsync(filters.DefineAsync(Filter("d", "d"), default)));
        Assert.Equal("The filter 'd' includes 'gone', which does not exist.", await WhyAsync(filters.DefineAsync(Filter("d", "gone"), default)));
        Assert.Contains("in use by network filter 'b'", await WhyAsync(filters.UndefineAsync("a", default)), StringComparison.Ordinal);
        Assert.Empty(filters.Get("a").Entries!);
    }

    [Fact]
    public async Task Filter_that_is_always_there_can_be_replaced_and_comes_back()
    {
        var filters = (await _world.StartDaemonAsync()).Engine.NetworkFilters;
        var builtin = filters.Get("clean-traffic");
        Assert.Contains("part of Lodge", await WhyAsync(filters.UndefineAsync("clean-traffic", default)), StringComparison.Ordinal);

        var own = await filters.DefineAsync(Filter("clean-traffic", "no-mac-spoofing"), default);
        Assert.Equal((builtin.Id, own), (own.Id, filters.Get("clean-traffic")));

        await filters.UndefineAsync("clean-traffic", default);
        Assert.Equal(builtin, filters.Get("clean-traffic"));
        Assert.All(filters.List(), filter => FilterGraph.ThrowIfBroken(filter, filters.Find));
    }

    [Fact]
    public async Task Flaws_of_a_filter_are_told_all_at_once()
    {
        var filters = (await _world.StartDaemonAsync()).Engine.NetworkFilters;
        var rule = new FilterRule { Priority = 2000, Match = new FilterMatch { Protocol = FilterProtocol.Arp, Attributes = [new FilterAttribute("dstportstart", "25")] } };

        var why = await WhyAsync(filters.DefineAsync(new NetworkFilter { Name = "x", Chain = "ipx", Entries = [rule] }, default));

        Assert.Contains("chain", why, StringComparison.Ordinal);
        Assert.Contains("priority", why, StringComparison.Ordinal);
        Assert.Contains("has no attribute 'dstportstart' for Arp", why, StringComparison.Ordinal);
    }

    private static NetworkFilter Filter(string name, params string[] includes) =>
        new() { Name = name, Entries = [.. includes.Select(include => new FilterReference(include))] };

    private static async Task<string> WhyAsync(Task refused) => (await Assert.ThrowsAsync<LodgeException>(() => refused)).Message;
}
