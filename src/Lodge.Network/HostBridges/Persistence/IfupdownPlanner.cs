using Lodge.Model.Networks.HostBridges;
using Lodge.Network.HostBridges.Planning;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>
/// Rewrites interfaces(5): what was the interface's becomes the bridge's, and the interface is its port. Pure.
/// </summary>
internal static class IfupdownPlanner
{
    /// <summary>Whether a file has a stanza for the interface.</summary>
    public static bool Owns(PersistentWish wish, HostFiles files) => Files(files).Any(file => file.Value.Split('\n').Any(line => IsStanza(line, wish.Interface)));

    /// <summary>The changed files.</summary>
    public static PersistentPlan Plan(PersistentWish wish, HostFiles files)
    {
        var changes = new List<HostFileChange>();
        foreach (var (path, text) in Files(files).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var after = Rewrite(text, wish, files.Find(HostFileReader.BridgeUtils) is not null, isFirst: changes.All(change => !HasStanza(change.Before!, wish.Interface)));
            if (after != text)
            {
                changes.Add(new HostFileChange(path, text, after));
            }
        }

        return new PersistentPlan(HostNetworkOwner.Ifupdown)
        {
            Files = [.. changes, .. CloudInit.Hold(wish, files, changes.Select(change => change.Path))],
            Commands = [IsStatic(wish, files) ? $"ip address flush dev {wish.Bridge} scope global && ifup {wish.Bridge}" : $"ifup {wish.Bridge}"],
        };
    }

    // ifup fails where an address is there already, which only a DHCP client would not mind.
    private static bool IsStatic(PersistentWish wish, HostFiles files) => Files(files)
        .Any(file => file.Value.Split('\n').Any(line => WordsOf(line) is ["iface", var iface, _, "static", ..] && iface == wish.Interface));

    private static IEnumerable<KeyValuePair<string, string>> Files(HostFiles files) =>
        files.Texts.Where(file => file.Key.StartsWith("/etc/network/", StringComparison.Ordinal) && file.Key != HostFileReader.BridgeUtils);

    private static bool HasStanza(string text, string name) => text.Split('\n').Any(line => IsStanza(line, name));

    private static bool IsStanza(string line, string name) => WordsOf(line) is ["iface", var iface, ..] && iface == name;

    private static string Rewrite(string text, PersistentWish wish, bool bridgeUtils, bool isFirst)
    {
        var lines = new List<string>();
        var (isInside, isDone) = (false, !isFirst);
        foreach (var line in text.Split('\n'))
        {
            var words = WordsOf(line);
            if (IsKeyword(words))
            {
                isInside = words is ["iface", var iface, ..] && IsOwn(iface, wish.Interface);
            }

            if (isInside && !isDone && IsStanza(line, wish.Interface))
            {
                lines.AddRange([$"# {wish.Interface} is a port of {wish.Bridge} (lodge network bridge-host {wish.Interface}).", $"iface {wish.Interface} inet manual", ""]);
                lines.Add(ConfigurationText.Renamed(line, wish.Interface, wish.Bridge));
                lines.AddRange(BridgeLines(wish, bridgeUtils));
                isDone = true;
            }
            else if (words is ["auto" or "allow-auto" or "allow-hotplug", ..] && words.Skip(1).Any(word => IsOwn(word, wish.Interface)))
            {
                lines.AddRange(Started(words, wish));
            }
            else
            {
                lines.Add(isInside && words is not ["ethtool", ..] ? ConfigurationText.Renamed(line, wish.Interface, wish.Bridge) : line);
            }
        }

        return string.Join('\n', lines);
    }

    // A bridge does not appear by itself as hardware does, so that it is always made at boot.
    private static IEnumerable<string> Started(string[] words, PersistentWish wish)
    {
        var own = words.Skip(1).Where(word => IsOwn(word, wish.Interface)).ToArray();
        var others = words.Skip(1).Except(own).ToArray();
        if (others.Length > 0)
        {
            yield return $"{words[0]} {string.Join(' ', others)}";
        }

        yield return $"auto {string.Join(' ', own.Select(word => ConfigurationText.Renamed(word, wish.Interface, wish.Bridge)))}";
    }

    private static IEnumerable<string> BridgeLines(PersistentWish wish, bool bridgeUtils)
    {
        if (wish.Mtu != PersistentWish.UsualMtu)
        {
            yield return $"    pre-up ip link set dev {wish.Interface} mtu {wish.Mtu}";
        }

        string[] lines = bridgeUtils
            ? [$"bridge_ports {wish.Interface}", "bridge_stp off", "bridge_fd 0", $"bridge_hw {wish.Mac}"]
            :
            [
                $"pre-up ip link show dev {wish.Bridge} > /dev/null 2>&1 || ip link add name {wish.Bridge} type bridge stp_state 0 forward_delay 0",
                $"pre-up ip link set dev {wish.Bridge} address {wish.Mac}",
                $"pre-up ip link set dev {wish.Interface} master {wish.Bridge} up",
                $"post-down ip link delete dev {wish.Bridge}",
            ];
        foreach (var line in lines)
        {
            yield return $"    {line}";
        }
    }

    // eth0, and eth0:1, which is how further addresses were written.
    private static bool IsOwn(string word, string name) => word == name || word.StartsWith($"{name}:", StringComparison.Ordinal);

    private static bool IsKeyword(string[] words) =>
        words is ["iface" or "auto" or "mapping" or "source" or "source-directory" or "rename" or "template" or "no-auto-down" or "no-scripts", ..]
        || (words.Length > 0 && words[0].StartsWith("allow-", StringComparison.Ordinal));

    private static string[] WordsOf(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
