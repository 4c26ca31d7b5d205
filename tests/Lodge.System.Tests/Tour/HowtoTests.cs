using Lodge.System.Tests.Libvirt;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;
using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Tour;

/// <summary>Types in what the pages of <c>docs/howto</c> show. The tour, which starts its own daemon, has a test of its own.</summary>
public sealed class HowtoTests(ITestOutputHelper output)
{
    private const string NetworkPage = "networks.md";

    /// <summary>The pages that show commands, by file name.</summary>
    public static TheoryData<string> Pages { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "howto"), "*.md")
            .Where(page => ConsoleStep.Read(page).Count > 0)
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(page => page is not ("first-vm.md" or NetworkPage))
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

    // The session runs where the daemon does.
    private async Task TypeAsync(string page, DaemonStart start)
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
