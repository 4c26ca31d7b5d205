using System.Runtime.CompilerServices;
using System.Text;
using Lodge.System.Tests.Networks;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;
using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Libvirt.VirshTable;

/// <summary>
/// Runs every command of virsh for domains and hosts against the real daemon, and writes down what came of it:
/// docs/reference/virsh.md. <c>LODGE_UPDATE_GOLDEN=1</c> writes the page anew.
/// </summary>
[Collection(DisplayPorts.Name)]
public sealed class VirshTableTests(OwnHostFixture fixture) : IClassFixture<OwnHostFixture>
{
    private const string Beginning = """
        # virsh

        What comes of each of virsh's commands for domains, hosts, host devices, interfaces, networks, network filters,
        secrets, storage pools, volumes, snapshots and checkpoints, as `tests/Lodge.System.Tests/Libvirt/VirshTable` ran them with Debian's virsh 9.0 against the daemon. The domain
        `web` runs Linux under emulation, `idle` is defined and starts late. What does not work says why, in the words that virsh
        prints. Backups come with later versions: none is found.

        """;

    private const string Nic = "<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>";

    private static readonly string[] s_groups = ["domain", "monitor", "events", "host", "nodedev", "interface", "network", "filter", "secret", "pool", "volume", "snapshot", "checkpoint"];

    [Fact]
    public async Task Every_command_works_or_says_why_not()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        var clients = new LibvirtClients(fixture.Daemon);
        var folder = await PrepareAsync(clients);
        var rows = VirshRow.Read(Path.Combine(Here(), "commands.txt"));
        Assert.Empty((await CommandsAsync(clients)).Except(rows.Where(row => row.Heading is null).Select(row => row.Command)));

        var page = new StringBuilder(Beginning.ReplaceLineEndings("\n"));
        foreach (var row in rows)
        {
            page.Append(row.Heading is { } heading
                ? $"\n## {heading}\n\n| command | run | result |\n|---|---|---|\n"
                : $"{row.Show(row.Known is null ? await RunAsync(clients, row, folder) : null, folder)}\n");
        }

        var path = Path.Combine(Repository.Root, "docs", "reference", "virsh.md");
        if (global::System.Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, page.ToString());
        }

        Assert.Equal(await File.ReadAllTextAsync(path), page.ToString());
    }

    private static Task<Ran> RunAsync(LibvirtClients clients, VirshRow row, string folder) =>
        clients.VirshAsync([.. row.Arguments.Select(argument => argument.Replace("FOLDER", folder, StringComparison.Ordinal).Replace("URI", clients.Uri, StringComparison.Ordinal))]);

    // All commands of the groups that the page is about, as virsh itself lists them.
    private static async Task<IReadOnlyList<string>> CommandsAsync(LibvirtClients clients)
    {
        var commands = new List<string>();
        foreach (var group in s_groups)
        {
            var help = await clients.DoneAsync("help", group);
            commands.AddRange(help.Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]));
        }

        return commands;
    }

    private async Task<string> PrepareAsync(LibvirtClients clients)
    {
        var (daemon, image) = (fixture.Daemon, await TinyGuest.GetAsync());
        var folder = daemon.Root;
        foreach (var name in new[] { "data.raw", "plug.raw", "more.raw", "named.raw", "disc.raw" })
        {
            SerialGuest.WriteDisk(Path.Combine(folder, name), 8 << 20);
        }

        var devices = $"""
            <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{folder}/data.raw'/><target dev='vda' bus='virtio'/></disk>
            {Nic}
            <graphics type='vnc' port='-1'/>
            <video><model type='vga'/></video>
            """;
        var web = DomainFile.Linux(daemon, image, "web", devices: devices);
        await File.WriteAllTextAsync(web, (await File.ReadAllTextAsync(web)).Replace("</vcpu>", "</vcpu><iothreads>1</iothreads>", StringComparison.Ordinal));
        await clients.DoneAsync("define", web);
        await clients.DoneAsync("define", DomainFile.Small(daemon, "idle", "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>"));
        await clients.DoneAsync("define", DomainFile.Small(daemon, "kept"));
        DomainFile.Small(daemon, "other");
        DomainFile.Small(daemon, "fleeting");
        Write("disk.xml", $"<disk type='file'><driver name='qemu' type='raw'/><source file='{folder}/plug.raw'/><target dev='vdb' bus='virtio'/></disk>");
        Write("aliased.xml", $"<disk type='file'><driver name='qemu' type='raw'/><source file='{folder}/named.raw'/><target dev='vdd' bus='virtio'/><alias name='ua-more'/></disk>");
        Write("nic.xml", Nic);
        Write("keys", "ssh-ed25519 AAAA somebody\n");
        Write("cpu.xml", "<cpu><arch>x86_64</arch><model>qemu64</model></cpu>");
        Write("argv", "qemu-system-x86_64 -m 16");
        Write("secret.xml", "<secret><uuid>0a2b6c1e-6d0f-4a53-9d0d-4f5a5f9e2b10</uuid><usage type='ceph'><name>admin</name></usage></secret>");
        Write("lab.xml", Network("lab", 7, "<uuid>0a2b6c1e-6d0f-4a53-9d0d-4f5a5f9e2b12</uuid>"));
        Write("passing.xml", Network("passing", 8));
        Write("host.xml", "<host mac='52:54:00:00:00:03' ip='10.7.0.3'/>");
        Write("port.xml", "<networkport><owner><name>web</name><uuid>0a2b6c1e-6d0f-4a53-9d0d-4f5a5f9e2b11</uuid></owner><mac address='52:54:00:00:00:09'/></networkport>");
        Write("filter.xml", "<filter name='quiet'><rule action='drop' direction='out'><udp dstportstart='5353'/></rule></filter>");
        Write("pool.xml", $"<pool type='dir'><name>shelf</name><uuid>0a2b6c1e-6d0f-4a53-9d0d-4f5a5f9e2b30</uuid><target><path>{folder}/shelf</path></target></pool>");
        Write("volume.xml", "<volume><name>plain.raw</name><capacity unit='M'>8</capacity><allocation>0</allocation></volume>");
        Write("copy.xml", "<volume><name>copy.qcow2</name><capacity unit='M'>16</capacity><target><format type='qcow2'/></target></volume>");
        await clients.DoneAsync("start", "web");
        using var client = daemon.Client();
        await AgentShell.BootedAsync(client, "web");
        return folder;

        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
    }

    private static string Network(string name, int number, string id = "") => $"""
        <network><name>{name}</name>{id}<forward mode='nat'/>
          <ip address='10.{number}.0.1' netmask='255.255.255.0'><dhcp><range start='10.{number}.0.10' end='10.{number}.0.99'/></dhcp></ip>
        </network>
        """;

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
