using System.Text.Json;
using Lodge.Linux.Firewall;
using Lodge.TestSupport.Networks;

namespace Lodge.Linux.Tests.Firewall;

public sealed class NftablesTests
{
    [Fact]
    public void Commands_take_effect_together_or_not_at_all()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        using var network = PrivateNetwork.Create();
        using var rules = network.Run(() => new Nftables());
        rules.Apply("table inet lodge-test {\n chain forward {\n type filter hook forward priority 0; policy accept;\n tcp dport 22 accept\n }\n}\n");
        var before = rules.Read("list ruleset");
        Assert.Contains("tcp dport 22 accept", before, StringComparison.Ordinal);

        var refused = Assert.Throws<NftablesException>(() => rules.Apply(
            "flush table inet lodge-test\nadd rule inet lodge-test forward tcp dport 80 accept\nadd rule inet lodge-test nowhere drop\n"));

        Assert.Contains("No such file or directory", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, rules.Read("list ruleset"));
        Assert.Throws<NftablesException>(() => rules.Check("add rule inet lodge-test forward tcp dport nonsense"));
        rules.Check("add rule inet lodge-test forward tcp dport 81 accept");
        Assert.Equal(before, rules.Read("list ruleset"));

        using var json = JsonDocument.Parse(rules.Read("list tables", json: true));
        Assert.Equal("lodge-test", json.RootElement.GetProperty("nftables")[1].GetProperty("table").GetProperty("name").GetString());
    }
}
