using Lodge.Model.Networks.HostBridges;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>
/// Plans files of systemd.network(5) and systemd.netdev(5): three new ones that come before the interface's own, which stays
/// as it is. Pure.
/// </summary>
internal static class NetworkdPlanner
{
    private const string Folder = "/etc/systemd/network";
    private const string Links = "/run/systemd/netif/links";

    // What is made on top of the interface, and stays there.
    private static readonly string[] s_onTop = ["VLAN", "MACVLAN", "MACVTAP", "IPVLAN", "IPVTAP", "VXLAN"];

    // networkd takes the first file that fits, by name.
    private static readonly string[] s_beginnings = ["05-lodge-", "00-lodge-", "00-00-lodge-", "!lodge-"];

    /// <summary>Whether networkd has configured the interface.</summary>
    public static bool Owns(PersistentWish wish, HostFiles files)
    {
        var state = files.Find(PersistentPlanner.StateFile(Links, wish));
        return PersistentPlanner.Value(state, "ADMIN_STATE") is not (null or "unmanaged") && NetworkFileOf(state) is { } path && files.Find(path) is not null;
    }

    /// <summary>The file that networkd configures an interface by, as its state says; null for none.</summary>
    public static string? NetworkFileOf(string? state) => PersistentPlanner.Value(state, "NETWORK_FILE") is { Length: > 1 } path && path[0] == '/' ? path : null;

    /// <summary>The new files.</summary>
    public static PersistentPlan Plan(PersistentWish wish, HostFiles files)
    {
        var own = NetworkFileOf(files.Find(PersistentPlanner.StateFile(Links, wish)))!;
        var name = Path.GetFileName(own);
        var beginning = s_beginnings.First(start => string.CompareOrdinal(start, name) < 0 || start == s_beginnings[^1]);
        var lines = files.Find(own)! + string.Concat(files.In($"{Folder}/{name}.d", ".conf").Select(part => $"\n# From {part.Key}:\n{part.Value}"));
        var sections = Keyfile.Read(lines).Sections;
        return new PersistentPlan(HostNetworkOwner.Networkd)
        {
            Files =
            [
                Change(files, $"{Folder}/{beginning}{wish.Bridge}.netdev", $"{wish.Heading}{Device(wish)}"),
                Change(files, $"{Folder}/{beginning}{wish.Bridge}.network", $"{wish.Heading}# What {wish.Interface} had by {own}.\n[Match]\nName={wish.Bridge}\n{ForBridge(sections)}"),
                Change(files, $"{Folder}/{beginning}{wish.Interface}.network", $"{wish.Heading}[Match]\nName={wish.Interface}\n\n[Network]\nBridge={wish.Bridge}\nLinkLocalAddressing=no\n{ForPort(sections)}"),
            ],
            Commands = ["networkctl reload"],
        };
    }

    private static HostFileChange Change(HostFiles files, string path, string after) => new(path, files.Find(path), after);

    private static string Device(PersistentWish wish) =>
        $"[NetDev]\nName={wish.Bridge}\nKind=bridge\nMACAddress={wish.Mac}\n{(wish.Mtu == PersistentWish.UsualMtu ? "" : $"MTUBytes={wish.Mtu}\n")}\n[Bridge]\nSTP=no\nForwardDelaySec=0\n";

    private static string ForBridge(IEnumerable<KeyfileSection> sections) => string.Concat(sections
        .Where(section => section.Name is not ("Match" or ""))
        .Select(section => section with { Lines = [.. section.Lines.Where(line => !IsOnTop(section, line))] })
        .Select(section => $"\n[{section.Name}]\n{section.Text}"));

    // What is about the hardware, and what stands on top of it.
    private static string ForPort(IReadOnlyList<KeyfileSection> sections)
    {
        var onTop = string.Concat(sections.SelectMany(section => section.Lines.Where(line => IsOnTop(section, line)).Select(line => $"{line}\n")));
        return onTop + string.Concat(sections.Where(section => section.Name == "Link").Select(section => $"\n[Link]\n{section.Text}"));
    }

    private static bool IsOnTop(KeyfileSection section, string line) =>
        section.Name == "Network" && s_onTop.Any(key => line.Trim().StartsWith(key + "=", StringComparison.Ordinal));
}
