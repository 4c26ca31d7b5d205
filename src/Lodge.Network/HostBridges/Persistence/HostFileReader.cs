using System.Globalization;
using System.Text.RegularExpressions;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>Reads the files that tell who configures the host's network.</summary>
/// <param name="root">The root folder of the host; <c>/</c>, but in tests.</param>
/// <param name="whyNone">Why the files are not about this network; null when they are.</param>
internal sealed partial class HostFileReader(string root, string? whyNone)
{
    /// <summary>ifupdown's own file.</summary>
    public const string Interfaces = "/etc/network/interfaces";

    /// <summary>Where a package leaves what makes ifupdown understand <c>bridge_ports</c>.</summary>
    public const string BridgeUtils = "/etc/network/if-pre-up.d/bridge";

    /// <summary>Where NetworkManager has connections, those of persons first.</summary>
    private static readonly string[] s_connections = [NetworkManagerPlanner.Folder, "/usr/lib/NetworkManager/system-connections", "/run/NetworkManager/system-connections"];

    private const int LargestFile = 1024 * 1024;

    /// <summary>Files of whole folders: each with the ending that counts.</summary>
    private static readonly (string Folder, string Ending)[] s_folders =
    [
        ("/etc/netplan", ".yaml"),
        ("/run/netplan", ".yaml"),
        ("/lib/netplan", ".yaml"),
        ("/etc/systemd/network", ".network"),
        ("/etc/systemd/network", ".netdev"),
        ("/etc/cloud/cloud.cfg.d", ".cfg"),
    ];

    /// <summary>Whether an interface is wireless.</summary>
    public bool IsWireless(string link) => whyNone is null && (Directory.Exists(Real($"/sys/class/net/{link}/wireless")) || Directory.Exists(Real($"/sys/class/net/{link}/phy80211")));

    /// <summary>Reads what there is about an interface.</summary>
    /// <param name="link">Its name.</param>
    /// <param name="index">Its number.</param>
    public HostFiles Read(string link, int index)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (whyNone is not null)
        {
            return new HostFiles(texts, whyNone);
        }

        foreach (var (folder, ending) in s_folders)
        {
            AddFolder(texts, folder, "*" + ending);
        }

        var number = index.ToString(CultureInfo.InvariantCulture);
        foreach (var path in (string[])
        [
            $"/run/systemd/netif/links/{number}", $"/run/systemd/netif/leases/{number}", $"/run/NetworkManager/devices/{number}", BridgeUtils,
            $"/run/dhclient.{link}.pid", $"/run/dhcpcd-{link}.pid", $"/run/dhcpcd/{link}.pid", $"/run/udhcpc.{link}.pid",
        ])
        {
            Add(texts, path);
        }

        AddConnection(texts, NetworkManagerPlanner.ConnectionOf(texts.GetValueOrDefault($"/run/NetworkManager/devices/{number}")));
        AddInterfaces(texts, Interfaces);
        if (NetworkdPlanner.NetworkFileOf(texts.GetValueOrDefault($"/run/systemd/netif/links/{number}")) is { } network)
        {
            Add(texts, network);
            AddFolder(texts, $"/etc/systemd/network/{Path.GetFileName(network)}.d", "*.conf");
        }

        return new HostFiles(texts);
    }

    /// <summary>Where a file of the host really is.</summary>
    public string Real(string path) => root == "/" ? path : root.TrimEnd('/') + path;

    // 'source PATTERN' and 'source-directory FOLDER' of interfaces(5); relative names are taken from the file's folder.
    private void AddInterfaces(Dictionary<string, string> texts, string path)
    {
        if (texts.ContainsKey(path) || !Add(texts, path))
        {
            return;
        }

        foreach (var words in texts[path].Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words is ["source" or "source-directory", var pattern, ..])
            {
                var full = pattern.StartsWith('/') ? pattern : $"{Path.GetDirectoryName(path)}/{pattern}";
                var (folder, name) = words[0] == "source" ? (Path.GetDirectoryName(full)!, Path.GetFileName(full)) : (full.TrimEnd('/'), "*");
                foreach (var file in Names(folder, name))
                {
                    AddInterfaces(texts, file);
                }
            }
        }
    }

    // Only the one that counts: the others may hold passwords. They are called after what people call connections.
    private void AddConnection(Dictionary<string, string> texts, string? id)
    {
        foreach (var path in id is null ? [] : s_connections.Where(folder => Directory.Exists(Real(folder)))
            .SelectMany(folder => Directory.EnumerateFiles(Real(folder), "*" + NetworkManagerPlanner.Ending).Order(StringComparer.Ordinal).Select(file => $"{folder}/{Path.GetFileName(file)}")))
        {
            if (Add(texts, path) && Keyfile.Read(texts[path]).Find("connection", "uuid") == id)
            {
                return;
            }

            texts.Remove(path);
        }
    }

    private void AddFolder(Dictionary<string, string> texts, string folder, string pattern)
    {
        foreach (var file in Names(folder, pattern))
        {
            Add(texts, file);
        }
    }

    // As the programs do, names that an editor leaves behind do not count.
    private IEnumerable<string> Names(string folder, string pattern) => Directory.Exists(Real(folder))
        ? Directory.EnumerateFiles(Real(folder), pattern).Select(file => Path.GetFileName(file)!).Where(file => UsualName().IsMatch(file)).Order(StringComparer.Ordinal).Select(file => $"{folder}/{file}")
        : [];

    private bool Add(Dictionary<string, string> texts, string path)
    {
        var real = new FileInfo(Real(path));
        if (!real.Exists || real.Length > LargestFile)
        {
            return false;
        }

        texts[path] = File.ReadAllText(real.FullName);
        return true;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.@-]*[A-Za-z0-9_-]$")]
    private static partial Regex UsualName();
}
