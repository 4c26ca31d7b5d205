using Lodge.System.Tests.Libvirt;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;
using Lodge.TestSupport.Networks;
using Lodge.TestSupport.Storage;

namespace Lodge.System.Tests.Tour;

/// <summary>Types in what the pages of <c>docs/howto</c> show. The tour, which starts its own daemon, has a test of its own.</summary>
public sealed class HowtoTests(ITestOutputHelper output)
{
    private const string NetworkPage = "networks.md";
    private const string ServerPage = "pools-on-servers.md";

    /// <summary>The pages that show commands, by file name.</summary>
    public static TheoryData<string> Pages { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "howto"), "*.md")
            .Where(page => ConsoleStep.Read(page).Count > 0)
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(page => page is not ("first-vm.md" or NetworkPage or ServerPage))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Every_command_of_a_page_prints_what_it_says(string page) => TypeAsync(page, new DaemonStart { Settings = ["--accel", "tcg"] });

    [Fact]
    public async Task Every_command_of_the_page_on_networks_prints_what_it_says()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        using var host = NetworkedHost.Create();
        await TypeAsync(NetworkPage, host.Start);
    }

    [Fact]
    public async Task Every_command_of_the_page_on_pools_on_servers_prints_what_it_says()
    {
        foreach (var program in new[] { "ceph-osd", "rbd", "tgtd", "iscsi-ls", "ganesha.nfsd" })
        {
            Assert.SkipWhen(StorageServer.WhyNot(program) is not null, StorageServer.WhyNot(program) ?? "");
        }

        await using var ceph = await StorageServer.StartAsync("ceph");
        await using var iscsi = await StorageServer.StartAsync("iscsi");
        await using var nfs = await StorageServer.StartAsync("nfs");
        await using var web = new RangeServer(new byte[1 << 20], listing: "<a href=\"disk.img\">disk.img</a>");
        await TypeAsync(ServerPage, new DaemonStart { Settings = ["--accel", "tcg"] }, new Dictionary<string, string>
        {
            ["MONITOR"] = $"127.0.0.1:{ceph.Facts["CEPH_PORT"]}",
            ["KEY"] = ceph.Facts["CEPH_KEY"],
            ["SAN"] = $"127.0.0.1:{iscsi.Facts["ISCSI_PORT"]}",
            ["TARGET"] = iscsi.Facts["ISCSI_TARGET"],
            ["PASSWORD"] = iscsi.Facts["ISCSI_PASSWORD"],
            ["NAS"] = $"{nfs.Facts["NFS_SERVER"]}:{nfs.Facts["NFS_EXPORT"]}",
            ["WEB"] = new Uri(new Uri(web.Url), "/").AbsoluteUri,
        });
    }

    // The session runs where the daemon does.
    private async Task TypeAsync(string page, DaemonStart start, IReadOnlyDictionary<string, string>? facts = null)
    {
        await using var daemon = await LodgedProcess.StartAsync(start);
        (await TinyGuest.GetAsync()).CopyTo(Path.Combine(daemon.StateFolder, "images"));
        var folder = Directory.CreateDirectory(Path.Combine(daemon.Root, "work")).FullName;
        var variables = new Dictionary<string, string>
        {
            ["LODGE_SOCKET"] = daemon.Socket,
            ["LIBVIRT_DEFAULT_URI"] = new LibvirtClients(daemon).Uri,
            ["HOME"] = daemon.Root, // Where virt-install and virsh leave files of their own.
        };
        foreach (var (name, value) in facts ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        try
        {
            await new TypedSession(page, folder, variables, output, start.Wrapper).TypeAllAsync();
        }
        finally
        {
            await LeftNetworks.DeleteAsync(daemon);
        }
    }
}
