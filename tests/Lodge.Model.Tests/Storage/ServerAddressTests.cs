using Lodge.Model.Storage;

namespace Lodge.Model.Tests.Storage;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("nas", "nas", null, "nas:3260")]
    [InlineData("10.0.0.1:99", "10.0.0.1", 99, "10.0.0.1:99")]
    [InlineData("[fd00::1]:99", "fd00::1", 99, "[fd00::1]:99")]
    [InlineData("[fd00::1]", "fd00::1", null, "[fd00::1]:3260")]
    [InlineData("fd00::1", "fd00::1", null, "[fd00::1]:3260")]
    public void Server_is_read_with_and_without_a_port(string text, string host, int? port, string complete)
    {
        var address = ServerAddress.Parse(text);
        Assert.Equal((host, port), (address.Host, address.Port));
        Assert.Equal(complete, address.WithPort(3260));
    }
}
