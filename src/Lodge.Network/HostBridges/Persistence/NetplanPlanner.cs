using Lodge.Model.Networks.HostBridges;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>
/// Plans files of netplan: what is about addresses goes from the interface's part to that of a bridge in a new file. Pure.
/// </summary>
internal static class NetplanPlanner
{
    private const string Folder = "/etc/netplan";
    private const int ItemIndent = 6;

    // What is about the hardware, or about what a VLAN or a bond is made of, stays with the interface.
    private static readonly string[] s_kept =
    [
        "match", "set-name", "macaddress", "mtu", "wakeonlan", "wake-on-lan", "optional", "ignore-carrier", "renderer", "id", "link",
        "interfaces", "parameters", "auth", "emit-lldp", "embedded-switch-mode", "virtual-function-count", "delay-virtual-functions-rebind",
        "receive-checksum-offload", "transmit-checksum-offload", "tcp-segmentation-offload", "tcp6-segmentation-offload",
        "generic-segmentation-offload", "generic-receive-offload", "large-receive-offload", "openvswitch", "networkmanager",
    ];

    private static readonly string[] s_sections = ["ethernets", "bonds", "vlans"];

    /// <summary>Whether one of its files is about the interface.</summary>
    public static bool Owns(PersistentWish wish, HostFiles files) => Find(wish, files).Any();

    /// <summary>The changed files and the new one.</summary>
    public static PersistentPlan Plan(PersistentWish wish, HostFiles files)
    {
        var found = Find(wish, files).ToArray();
        if (found.FirstOrDefault(one => one.Device.Value.Length > 0 && one.Device.Value != "{}") is { } flow)
        {
            return Unreadable(wish, flow.Path, $"the part '{flow.Device.Key}' is written in one line");
        }

        if (found.FirstOrDefault(one => !one.Path.StartsWith(Folder + "/", StringComparison.Ordinal)) is { } foreign)
        {
            return Unreadable(wish, foreign.Path, $"it is not in {Folder}, and belongs to another program");
        }

        var changed = found.Select(one => new HostFileChange(one.Path, one.Text, Without(one))).ToArray();
        var made = $"{Folder}/90-lodge-{wish.Bridge}.yaml";
        return new PersistentPlan(HostNetworkOwner.Netplan)
        {
            Files =
            [
                .. changed,
                new HostFileChange(made, files.Find(made), With(wish, found)),
                .. CloudInit.Hold(wish, files, changed.Select(change => change.Path)),
            ],
            Commands = ["netplan apply"],
        };
    }

    private static PersistentPlan Unreadable(PersistentWish wish, string path, string why) => new(HostNetworkOwner.Netplan)
    {
        Notes =
        [
            $"{path} configures {wish.Interface}, and Lodge does not change it: {why}. Without a change of yours the bridge is not there after the next boot: "
            + $"there, give {wish.Interface} no addresses, and below 'bridges' a '{wish.Bridge}' with 'interfaces: [{wish.Interface}]', 'macaddress: \"{wish.Mac}\"' and those addresses.",
        ],
    };

    private static IEnumerable<Found> Find(PersistentWish wish, HostFiles files)
    {
        foreach (var (path, text) in files.Texts.Where(file => file.Key.Contains("/netplan/", StringComparison.Ordinal)).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var lines = text.Split('\n');
            var sections = YamlBlock.Below(lines, null).Where(block => block.Key == "network")
                .SelectMany(network => YamlBlock.Below(lines, network)).Where(section => s_sections.Contains(section.Key));
            foreach (var device in sections.SelectMany(section => YamlBlock.Below(lines, section)).Where(device => IsAbout(wish, lines, device)))
            {
                yield return new Found(path, text, lines, device);
            }
        }
    }

    // By its name, the name that it is given, or what it is recognised by.
    private static bool IsAbout(PersistentWish wish, string[] lines, YamlBlock device)
    {
        var parts = YamlBlock.Below(lines, device);
        var match = parts.FirstOrDefault(part => part.Key == "match");
        if (parts.FirstOrDefault(part => part.Key == "set-name") is { } renamed)
        {
            return YamlBlock.Unquoted(renamed.Value) == wish.Interface;
        }

        return match is null
            ? device.Key == wish.Interface
            : YamlBlock.Below(lines, match).Any(rule => (rule.Key, YamlBlock.Unquoted(rule.Value)) is var (key, value)
                && ((key == "name" && value == wish.Interface) || (key == "macaddress" && value.Equals(wish.Mac, StringComparison.OrdinalIgnoreCase))));
    }

    private static string Without(Found found)
    {
        var moved = found.Moved.SelectMany(part => Enumerable.Range(part.First, part.End - part.First)).ToHashSet();
        var parts = found.Parts;
        var indent = new string(' ', parts.Count > 0 ? parts[0].Indent : found.Device.Indent + 2);
        var key = found.Lines[found.Device.First];
        return string.Join('\n', found.Lines.SelectMany((line, number) =>
            number == found.Device.First ? [found.Device.Value.Length > 0 ? key[..(key.LastIndexOf('{'))].TrimEnd() : key, $"{indent}dhcp4: false", $"{indent}dhcp6: false"]
            : moved.Contains(number) ? Array.Empty<string>()
            : [line]));
    }

    private static string With(PersistentWish wish, IReadOnlyList<Found> found) =>
        $"""
        {wish.Heading}network:
          version: 2
          bridges:
            {wish.Bridge}:
              interfaces: [{found[0].Device.Key}]
              macaddress: "{wish.Mac}"
        {(wish.Mtu == PersistentWish.UsualMtu ? "" : $"      mtu: {wish.Mtu}\n")}      parameters:
                stp: false
                forward-delay: 0

        """.ReplaceLineEndings("\n") + string.Concat(found.SelectMany(one => one.Moved.SelectMany(part => MovedLines(one, part))).Select(line => $"{line}\n"));

    private static IEnumerable<string> MovedLines(Found found, YamlBlock part) => found.Lines[part.First..part.End]
        .Select(line => line.Trim().Length == 0 ? "" : new string(' ', ItemIndent) + line[Math.Min(part.Indent, line.Length - line.TrimStart().Length)..]);

    private sealed record Found(string Path, string Text, string[] Lines, YamlBlock Device)
    {
        public IReadOnlyList<YamlBlock> Parts => YamlBlock.Below(Lines, Device);

        public IEnumerable<YamlBlock> Moved => Parts.Where(part => !s_kept.Contains(part.Key));
    }
}
