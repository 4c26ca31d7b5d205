using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Tests.Network;

public sealed class NetlinkMessageTests
{
    [Fact]
    public void Request_has_its_length_flags_and_padded_nested_attributes()
    {
        var message = new NetlinkMessage(RouteMessage.NewLink, NetlinkFlags.Acknowledge | NetlinkFlags.Create)
            .Fixed(new LinkPart { Index = 7, Flags = LinkPart.UpFlag, Change = LinkPart.UpFlag })
            .Add(LinkAttribute.Name, "br0")
            .Nest(LinkAttribute.Info, info => info.Add(LinkAttribute.InfoKind, "bridge").Nest(LinkAttribute.InfoData, data => data.Add(5, 1u)));

        Assert.Equal(
            "44000000 1000 0504 2A000000 00000000" + // 68 bytes, RTM_NEWLINK, REQUEST ACK CREATE, number 42
            "00000000 07000000 01000000 01000000" +
            "0800 0300 62723000" +
            "1C00 1280 0B00 0100 62726964676500 00" + // 28 bytes, nested; the kind is 11 bytes and one of padding
            "0C00 0280 0800 0500 01000000",
            Spaced(message.ToArray(42)));
    }

    [Theory]
    [InlineData("0300 0100")] // shorter than its own header
    [InlineData("0900 0100 00000000")] // longer than the message
    [InlineData("0400")]
    public void Attribute_that_is_cut_short_ends_the_list(string bytes)
    {
        var count = 0;
        foreach (var attribute in new NetlinkAttributes(Convert.FromHexString("08000400DC050000" + bytes.Replace(" ", "", StringComparison.Ordinal))))
        {
            Assert.Equal((LinkAttribute.Mtu, 1500), (attribute.Type, attribute.Number<int>()));
            count++;
        }

        Assert.Equal(1, count);
    }

    // The bytes in the groups that the expected text has.
    private static string Spaced(byte[] bytes)
    {
        var hex = Convert.ToHexString(bytes);
        int[] groups = [8, 4, 4, 8, 8, 8, 8, 8, 8, 4, 4, 8, 4, 4, 4, 4, 14, 2, 4, 4, 4, 4, 8];
        string[] behind = [" ", " ", " ", " ", "", " ", " ", " ", "", " ", " ", "", " ", " ", " ", " ", " ", "", " ", " ", " ", " ", ""];
        var offset = 0;
        return string.Concat(groups.Select((length, at) =>
        {
            var text = hex.Substring(offset, length) + behind[at];
            offset += length;
            return text;
        }));
    }
}
