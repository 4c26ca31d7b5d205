using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;

namespace Lodge.Cli.Tests.App;

public sealed class DaemonAddressTests
{
    [Theory]
    [InlineData("/a/api.sock", null, null, "/env.sock", "/a/api.sock")]
    [InlineData("api.sock", null, null, null, "/work/here/api.sock")]
    [InlineData(null, "https://lab:8443/ignored", null, "/env.sock", "https://lab:8443")]
    [InlineData(null, null, "demo", "/env.sock", "/work/here/demo/run/api.sock")]
    [InlineData(null, null, null, "/env.sock", "/env.sock")]
    [InlineData(null, null, null, "unix:/env.sock", "/env.sock")]
    [InlineData(null, null, null, "http://lab:80", "http://lab")]
    public void Address_comes_from_the_nearest_source(string? socket, string? url, string? root, string? environment, string expected) =>
        Assert.Equal(expected, DaemonAddress.Find(socket, url, root, Host(environment)).ToString());

    [Fact]
    public void Two_ways_to_name_the_daemon_are_refused()
    {
        var e = Assert.Throws<LodgeException>(() => DaemonAddress.Find("/a", null, "/b", Host(null)));
        Assert.Equal(ErrorCode.InvalidArgument, e.Error.Code);
    }

    private static CliHost Host(string? socket) => new()
    {
        Io = new FakeConsole(),
        Folder = "/work/here",
        Environment = name => name == "LODGE_SOCKET" ? socket : null,
    };
}
