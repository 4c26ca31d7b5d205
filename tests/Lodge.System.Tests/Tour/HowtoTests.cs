using Lodge.System.Tests.Libvirt;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Tour;

/// <summary>Types in what the pages of <c>docs/howto</c> show. The tour, which starts its own daemon, has a test of its own.</summary>
public sealed class HowtoTests(ITestOutputHelper output)
{
    /// <summary>The pages that show commands, by file name.</summary>
    public static TheoryData<string> Pages { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "howto"), "*.md")
            .Where(page => ConsoleStep.Read(page).Count > 0)
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(page => page != "first-vm.md")
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_of_a_page_prints_what_it_says(string page)
    {
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg");
        (await TinyGuest.GetAsync()).CopyTo(Path.Combine(daemon.StateFolder, "images"));
        var folder = Directory.CreateDirectory(Path.Combine(daemon.Root, "work")).FullName;
        var variables = new Dictionary<string, string>
        {
            ["LODGE_SOCKET"] = daemon.Socket,
            ["LIBVIRT_DEFAULT_URI"] = new LibvirtClients(daemon).Uri,
            ["HOME"] = daemon.Root, // Where virt-install and virsh leave files of their own.
        };
        await new TypedSession(page, folder, variables, output).TypeAllAsync();
    }
}
