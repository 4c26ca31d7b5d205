using Lodge.Cli.Networks;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Cli.Tests.Networks;

/// <summary>What people write for port forwards, limits, subnets and rules.</summary>
public sealed class SpecTests
{
    [Theory]
    [InlineData("2222:web1:22", "2222/tcp → web1:22")]
    [InlineData("443:web1", "443/tcp → web1:443")]
    [InlineData("udp/53:10.7.0.5", "53/udp → 10.7.0.5:53")]
    [InlineData("8000-8010:web1:80", "8000-8010/tcp → web1:80")]
    [InlineData("8080:[fd00::5]:80", "8080/tcp → [fd00::5]:80")]
    [InlineData("8080:fd00::5", "8080/tcp → [fd00::5]:8080")]
    public void Forward_is_read_as_it_is_written(string text, string meant) => Assert.Equal(meant, ForwardSpec.Text(ForwardSpec.Parse(text)));

    [Theory]
    [InlineData("2222")]
    [InlineData("0:web1")]
    [InlineData("99999:web1")]
    [InlineData("sctp/80:web1")]
    [InlineData("80:web1:x")]
    [InlineData("80:[fd00::5]80")]
    [InlineData("80-:web1")]
    public void Forward_that_cannot_be_read_is_refused_with_an_example(string text) => Refused(() => ForwardSpec.Parse(text), "2222:web1:22");

    [Theory]
    [InlineData("10M", "10 MiB/s")]
    [InlineData("80Mbit", "9.5 MiB/s")]
    [InlineData("1.5MiB,peak=20M,burst=512K", "1.5 MiB/s, peak 20 MiB/s, burst 512 KiB")]
    [InlineData("1G,floor=1M", "1 GiB/s, at least 1 MiB/s")]
    [InlineData("floor=1M", "at least 1 MiB/s")]
    public void Rate_is_read_as_it_is_written(string text, string meant) => Assert.Equal(meant, RateSpec.Text(RateSpec.Parse(text)!));

    [Theory]
    [InlineData("10")]
    [InlineData("fast")]
    [InlineData("-1M")]
    [InlineData("10M,top=20M")]
    public void Rate_that_cannot_be_read_is_refused_with_an_example(string text) => Refused(() => RateSpec.Parse(text), "100Mbit");

    [Theory]
    [InlineData("10.7.0.1/24", "", "10.7.0.2-10.7.0.254")]
    [InlineData("10.7.0.254/24", "", "10.7.0.1-10.7.0.253")]
    [InlineData("10.7.0.100/24", "", "10.7.0.101-10.7.0.254")]
    [InlineData("10.7.0.1/30", "", "10.7.0.2-10.7.0.2")]
    [InlineData("10.7.0.1/32", "", "")]
    [InlineData("10.7.0.0/31", "", "")]
    [InlineData("fd00:7::1/64", "", "")]
    [InlineData("10.7.0.1/24", "none", "")]
    [InlineData("10.7.0.1/16", "10.7.9.10-10.7.9.99", "10.7.9.10-10.7.9.99")]
    [InlineData("fd00:7::1/64", "fd00:7::10-fd00:7::99", "fd00:7::10-fd00:7::99")]
    public void Subnet_lends_what_is_asked_for_or_what_the_host_leaves(string address, string dhcp, string lent)
    {
        var subnet = Assert.Single(SubnetSpec.Make([address], dhcp.Length == 0 ? [] : [dhcp]));
        Assert.Equal(address, subnet.Address);
        Assert.Equal(lent, string.Join(' ', (subnet.Dhcp?.Ranges ?? []).Select(range => $"{range.Start}-{range.End}")));
    }

    [Fact]
    public void Ranges_go_to_the_subnets_that_they_lie_in()
    {
        var subnets = SubnetSpec.Make(["10.7.0.1/24", "10.8.0.1/24"], ["10.8.0.10-10.8.0.20", "10.8.0.30-10.8.0.40"]);
        Assert.Equal(["10.7.0.2"], subnets[0].Dhcp!.Ranges!.Select(range => range.Start));
        Assert.Equal(["10.8.0.10", "10.8.0.30"], subnets[1].Dhcp!.Ranges!.Select(range => range.Start));
    }

    [Theory]
    [InlineData("10.7.0.1", "")]
    [InlineData("10.7.0.1/33", "")]
    [InlineData("lab/24", "")]
    [InlineData("10.7.0.1/24", "10.8.0.10-10.8.0.20")]
    [InlineData("10.7.0.1/24", "10.7.0.10")]
    public void Subnet_that_cannot_be_read_is_refused(string address, string dhcp) =>
        Refused(() => SubnetSpec.Make([address], dhcp.Length == 0 ? [] : [dhcp]), "10.7.0.");

    [Theory]
    [InlineData("in tcp/22 from 10.0.0.0/8")]
    [InlineData("in udp/5000-5010")]
    [InlineData("in icmp from group:web")]
    [InlineData("out")]
    [InlineData("out udp/53 to 10.0.0.53")]
    [InlineData("in from group:web")]
    public void Rule_is_written_as_it_was_read(string text) => Assert.Equal(text, RuleSpec.Text(RuleSpec.Parse(text)));

    [Theory]
    [InlineData("")]
    [InlineData("tcp/22")]
    [InlineData("in tcp/x")]
    [InlineData("in tcp from")]
    [InlineData("in tcp udp")]
    [InlineData("in from 10.0.0.1 tcp/22")]
    public void Rule_that_cannot_be_read_is_refused_with_an_example(string text) => Refused(() => RuleSpec.Parse(text), "");

    private static void Refused(Func<object?> parse, string hint)
    {
        var error = Assert.Throws<LodgeException>(parse).Error;
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(hint, error.Remedy, StringComparison.Ordinal);
    }
}
