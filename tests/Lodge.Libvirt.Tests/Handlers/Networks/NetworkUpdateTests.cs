using System.Diagnostics;
using Lodge.Libvirt.Tests.Support;

namespace Lodge.Libvirt.Tests.Handlers.Networks;

/// <summary>virsh's net-update, against Lodge and against libvirt's own test driver: the same changes, and the same refusals.</summary>
public sealed class NetworkUpdateTests
{
    private const string Routed =
        "<network><name>u</name><uuid>0a2b6c1f-6d0f-4a53-9d0d-4f5a5f9e2b10</uuid><forward mode='route'/><bridge name='br9'/><mac address='52:54:00:00:00:09'/>"
        + "<dns><txt name='t' value='v'/><srv service='ldap' protocol='tcp' domain='d' target='t'/><srv service='ldap' protocol='udp'/>"
        + "<host ip='192.168.9.5'><hostname>a</hostname><hostname>b</hostname></host></dns>"
        + "<ip address='192.168.9.1' netmask='255.255.255.0'><dhcp><range start='192.168.9.20' end='192.168.9.100'/>"
        + "<host mac='52:54:00:00:00:10' name='n' ip='192.168.9.10'/><host mac='52:54:00:00:00:11' ip='192.168.9.11'/></dhcp></ip>"
        + "<ip family='ipv6' address='fd12::1' prefix='64'><dhcp><range start='fd12::10' end='fd12::20'/></dhcp></ip>"
        + "<portgroup name='pg' default='yes'/></network>";

    private static readonly string[] s_updates =
    [
        "add ip-dhcp-host \"<host mac='52:54:00:00:00:10' name='m' ip='192.168.9.12'/>\"",
        "add ip-dhcp-host \"<host mac='52:54:00:00:00:12' name='m' ip='192.168.9.11'/>\"",
        "add ip-dhcp-host \"<host mac='52:54:00:00:00:12' name='n' ip='192.168.9.12'/>\"",
        "add ip-dhcp-host \"<host mac='52:54:00:00:00:12' name='m' ip='192.168.9.12'/>\"",
        "add-first ip-dhcp-host \"<host mac='52:54:00:00:00:13' ip='192.168.9.13'/>\" --parent-index 0",
        "add ip-dhcp-host \"<host name='six' ip='fd12::30'/>\" --parent-index 1",
        "add ip-dhcp-host \"<host mac='52:54:00:00:00:14' ip='192.168.9.14'/>\" --parent-index 7",
        "modify ip-dhcp-host \"<host mac='52:54:00:00:00:10' ip='192.168.9.15'/>\"",
        "delete ip-dhcp-host \"<host ip='192.168.9.55'/>\"",
        "delete ip-dhcp-host \"<host mac='52:54:00:00:00:11'/>\"",
        "add ip-dhcp-range \"<range start='192.168.9.200' end='192.168.9.210'/>\"",
        "add ip-dhcp-range \"<range start='192.168.9.200' end='192.168.9.210'/>\"",
        "modify ip-dhcp-range \"<range start='192.168.9.200' end='192.168.9.211'/>\"",
        "delete ip-dhcp-range \"<range start='192.168.9.200' end='192.168.9.211'/>\"",
        "delete ip-dhcp-range \"<range start='192.168.9.20' end='192.168.9.100'/>\"",
        "add bridge \"<bridge name='x'/>\"",
        "add domain \"<domain name='x'/>\"",
        "add ip \"<ip address='1.2.3.4'/>\"",
        "add forward \"<forward mode='nat'/>\"",
        "add forward-pf \"<pf dev='x'/>\"",
        "delete forward-interface \"<interface dev='eth7'/>\"",
        "modify forward-interface \"<interface dev='eth7'/>\"",
        "add portgroup \"<portgroup name='pg'/>\"",
        "add portgroup \"<portgroup name='p2' default='yes'/>\"",
        "add-first portgroup \"<portgroup name='p2'><bandwidth><inbound average='9'/></bandwidth></portgroup>\"",
        "modify portgroup \"<portgroup name='p3'/>\"",
        "modify portgroup \"<portgroup name='p2'><bandwidth><inbound average='10'/></bandwidth></portgroup>\"",
        "delete portgroup \"<portgroup name='p9'/>\"",
        "delete portgroup \"<portgroup name='pg'/>\"",
        "add dns-host \"<host ip='192.168.9.5'><hostname>c</hostname></host>\"",
        "add dns-host \"<host ip='192.168.9.6'><hostname>a</hostname></host>\"",
        "add-first dns-host \"<host ip='192.168.9.7'><hostname>z</hostname></host>\"",
        "modify dns-host \"<host ip='192.168.9.7'><hostname>y</hostname></host>\"",
        "delete dns-host \"<host><hostname>a</hostname></host>\"",
        "delete dns-host \"<host ip='192.168.9.77'/>\"",
        "delete dns-host \"<host ip='192.168.9.5'/>\"",
        "add dns-txt \"<txt name='t' value='w'/>\"",
        "add dns-txt \"<txt name='t2' value='w'/>\"",
        "modify dns-txt \"<txt name='t2' value='w3'/>\"",
        "delete dns-txt \"<txt name='t'/>\"",
        "delete dns-txt \"<txt name='t9' value='x'/>\"",
        "add dns-srv \"<srv service='ldap' protocol='tcp' domain='d' target='t' port='9'/>\"",
        "add dns-srv \"<srv service='xmpp' protocol='udp'/>\"",
        "delete dns-srv \"<srv service='nope'/>\"",
        "modify dns-srv \"<srv service='xmpp' protocol='udp' port='4'/>\"",
        "delete dns-srv \"<srv service='ldap' protocol='udp'/>\"",
    ];

    [Fact]
    public async Task Parts_are_added_changed_and_deleted_as_by_libvirt()
    {
        await using var server = await TestServer.StartAsync();
        using var definition = new TemporaryFile(Routed);
        var commands = s_updates.Select(update => $"net-update u {update} --config")
            .Append("net-update u add dns-txt \"<txt name='x' value='y'/>\" --live").Append("net-dumpxml u").Prepend($"net-define {definition.Path}").ToList();

        var libvirts = await RunAsync("test:///default", commands);
        var lodges = await RunAsync($"qemu+unix:///system?socket={server.ReadWrite}", commands);

        Assert.Equal(string.Join('\n', libvirts), string.Join('\n', lodges));
        Assert.True(libvirts.Count > 60, string.Join('\n', libvirts));
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task What_runs_and_the_definition_change_as_the_flags_say()
    {
        await using var server = await TestServer.StartAsync();
        using var definition = new TemporaryFile(Routed);
        await server.DoneAsync("net-define", definition.Path);
        await server.DoneAsync("net-start", "u");

        await server.DoneAsync("net-update", "u", "add", "dns-txt", "<txt name='live' value='1'/>", "--live");
        await server.DoneAsync("net-update", "u", "add", "dns-txt", "<txt name='later' value='1'/>", "--config");
        await server.DoneAsync("net-update", "u", "add", "dns-txt", "<txt name='both' value='1'/>", "--live", "--config");
        await server.DoneAsync("net-update", "u", "add", "dns-txt", "<txt name='current' value='1'/>");

        var network = server.Engine.Networks.Get("u");
        Assert.Equal(["t", "live", "both", "current"], network.Runtime!.Definition.Dns!.Texts!.Select(text => text.Name));
        Assert.Equal(["t", "later", "both"], network.Definition.Dns!.Texts!.Select(text => text.Name));
        await server.DoneAsync("net-undefine", "u");
        Assert.Contains("transient network", await server.RefusedAsync("net-update", "u", "delete", "dns-txt", "<txt name='t'/>", "--config"), StringComparison.Ordinal);
    }

    // The refusals and the XML, of one virsh that reads its commands.
    private static async Task<List<string>> RunAsync(string uri, IEnumerable<string> commands)
    {
        const string Program = "/usr/bin/virsh";
        Assert.SkipUnless(File.Exists(Program), "virsh (Debian's libvirt-clients) is not installed.");
        using var process = Process.Start(new ProcessStartInfo(Program, ["-q", "-c", uri])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C", ["TERM"] = "dumb" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(string.Join('\n', commands) + "\n");
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return
        [
            .. (await errors).Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal) && !line.Contains("Failed to update", StringComparison.Ordinal))
                .Select(line => line.Replace("(null)", "", StringComparison.Ordinal)),
            .. (await output).Replace(">\n  </portgroup>", "/>", StringComparison.Ordinal).Split('\n')
                .Where(line => line.StartsWith('<') || line.StartsWith("  ", StringComparison.Ordinal)),
        ];
    }
}
