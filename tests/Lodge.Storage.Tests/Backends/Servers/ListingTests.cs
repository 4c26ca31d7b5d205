using Lodge.Storage.Backends.Http;
using Lodge.Storage.Backends.Iscsi;

namespace Lodge.Storage.Tests.Backends.Servers;

/// <summary>What servers list, as they and their tools print it.</summary>
public sealed class ListingTests
{
    private static readonly Uri s_folder = new("https://example.org/images/");

    public static TheoryData<string, string> Pages => new()
    {
        {
            "nginx",
            """
            <html><head><title>Index of /images/</title></head><body><h1>Index of /images/</h1><hr><pre><a href="../">../</a>
            <a href="old/">old/</a>                     01-Jan-2026 10:00       -
            <a href="a%20b.qcow2">a b.qcow2</a>         01-Jan-2026 10:00  196624
            <a href="c.iso">c.iso</a>                   01-Jan-2026 10:00 1048576
            </pre><hr></body></html>
            """
        },
        {
            "Apache",
            """
            <table><tr><th><a href="?C=N;O=D">Name</a></th></tr>
            <tr><td><a href="/">Parent Directory</a></td></tr>
            <tr><td valign="top"><img src="/icons/unknown.gif" alt="[   ]"></td><td><a class=x href="a%20b.qcow2">a b.qcow2</a></td></tr>
            <tr><td><a href='/images/c.iso'>c.iso</a></td><td><a href="c.iso">again</a></td></tr></table>
            """
        },
        {
            "python",
            """
            <ul><li><a href="a%20b.qcow2">a b.qcow2</a></li><li><a href="https://example.org/images/c.iso">c.iso</a></li>
            <li><a href="https://elsewhere.org/images/d.iso">d</a></li><li><a href="%2e%2e%2fetc">e</a></li><li><a href="f%0Ag">f</a></li>
            <li><a href=".hidden">h</a></li><li><a href="javascript:alert(1)">j</a></li></ul>
            """
        },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_of_a_web_server_lists_the_files_of_that_folder_only(string server, string page)
    {
        Assert.NotEmpty(server);
        Assert.Equal(["a b.qcow2", "c.iso"], HttpListing.Read(page, s_folder));
    }

    [Fact]
    public void Disks_of_one_target_are_found_among_others()
    {
        const string Printed = """
            Target:iqn.2026-01.test:a Portal:127.0.0.1:3260,1
            Lun:0    Type:STORAGE_ARRAY_CONTROLLER
            Lun:1    Type:DIRECT_ACCESS (Size:63M)
            Lun:12   Type:DIRECT_ACCESS (Size:2G)
            Target:iqn.2026-01.test:ab Portal:127.0.0.1:3260,1
            """;
        var (units, isComplete) = IscsiListing.Read(Printed, "iqn.2026-01.test:a");
        Assert.Equal([1, 12], units!);
        Assert.True(isComplete);
        var (none, isLast) = IscsiListing.Read(Printed, "iqn.2026-01.test:ab");
        Assert.Empty(none!);
        Assert.False(isLast);
        Assert.Null(IscsiListing.Read(Printed, "iqn.2026-01.test:c").Units);
    }

    [Fact]
    public void Targets_are_listed_once_whichever_tool_tells_of_them()
    {
        Assert.Equal(
            ["iqn.2026-01.test:a", "iqn.2026-01.test:b"],
            IscsiListing.ReadTargets("Target:iqn.2026-01.test:a Portal:10.0.0.1:3260,1\nTarget:iqn.2026-01.test:b Portal:10.0.0.1:3260,1\nTarget:iqn.2026-01.test:a Portal:10.0.0.2:3260,1\n"));
        Assert.Equal(
            ["iqn.2026-01.test:a", "iqn.2026-01.test:b"],
            IscsiListing.ReadDiscovery("10.0.0.1:3260,1 iqn.2026-01.test:a\n[fd00::1]:3260,1 iqn.2026-01.test:a\n10.0.0.1:3260,1 iqn.2026-01.test:b\n"));
    }
}
