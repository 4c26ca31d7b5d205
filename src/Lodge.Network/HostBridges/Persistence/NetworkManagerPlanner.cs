using System.Security.Cryptography;
using System.Text;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>
/// Plans keyfiles of NetworkManager (nm-settings-keyfile(5)): the interface's connection becomes that of a port, and what it had
/// of addresses, names and routes becomes a new connection's, the bridge's. Pure.
/// </summary>
internal static class NetworkManagerPlanner
{
    /// <summary>Where connections are that a person has made.</summary>
    public const string Folder = "/etc/NetworkManager/system-connections";

    /// <summary>How names of connections' files end.</summary>
    public const string Ending = ".nmconnection";

    private const string Devices = "/run/NetworkManager/devices";
    private const string Connection = "connection";

    // What is about addresses, of whole sections and of the one that names the connection.
    private static readonly string[] s_moved = ["ipv4", "ipv6", "proxy"];
    private static readonly string[] s_movedKeys = ["zone", "metered", "mdns", "llmnr", "dns-over-tls"];

    /// <summary>Whether it runs the interface.</summary>
    public static bool Owns(PersistentWish wish, HostFiles files)
    {
        var state = files.Find(PersistentPlanner.StateFile(Devices, wish));
        return PersistentPlanner.Value(state, "managed") is "true" or "1" || PersistentPlanner.Value(state, "connection-uuid") is not null;
    }

    /// <summary>The id of the connection that an interface is used by, as the state of NetworkManager says; null for none.</summary>
    public static string? ConnectionOf(string? state) => PersistentPlanner.Value(state, "connection-uuid");

    /// <summary>The changed file and the new one; or lines for a person, where no keyfile is to be found.</summary>
    public static PersistentPlan Plan(PersistentWish wish, HostFiles files)
    {
        var uuid = ConnectionOf(files.Find(PersistentPlanner.StateFile(Devices, wish)));
        if (uuid is null || Find(files, uuid) is not (var path, var text))
        {
            return NetworkManagerLines.Plan(wish, uuid);
        }

        var own = Keyfile.Read(text);
        var isGuessed = path.StartsWith("/run/", StringComparison.Ordinal); // One that NetworkManager made up, and forgets.
        var port = isGuessed ? $"{Folder}/lodge-{wish.Interface}{Ending}" : $"{Folder}/{Path.GetFileName(path)}";
        var bridge = $"{Folder}/lodge-{wish.Bridge}{Ending}";
        var (portId, bridgeId) = (isGuessed ? IdOf($"{wish.Mac} port") : uuid, IdOf($"{wish.Mac} {wish.Bridge}"));
        return new PersistentPlan(HostNetworkOwner.NetworkManager)
        {
            Files =
            [
                new HostFileChange(port, files.Find(port), isGuessed ? wish.Heading + Port(wish, own, portId) : Port(wish, own, id: null)),
                new HostFileChange(bridge, files.Find(bridge), wish.Heading + Bridge(wish, own, bridgeId)),
            ],
            Commands = ["nmcli connection reload", $"nmcli connection up {bridgeId}", $"nmcli connection up {portId}"],
        };
    }

    private static (string Path, string Text)? Find(HostFiles files, string uuid) => files.Texts
        .Where(file => file.Key.EndsWith(Ending, StringComparison.Ordinal) && Keyfile.Read(file.Value).Find(Connection, "uuid") == uuid)
        .Select(file => ((string Path, string Text)?)(file.Key, file.Value)).FirstOrDefault();

    private static string Port(PersistentWish wish, Keyfile own, string? id) => new Keyfile(
    [
        .. own.Sections.Where(section => !s_moved.Contains(section.Name) && section.Name != ".nmmeta").Select(section => section.Name != Connection ? section : section with
        {
            Lines =
            [
                .. section.Lines.Where(line => KeyfileSection.KeyOf(line) is not { } key || !IsReplaced(key, id)).Where(line => line.Trim().Length > 0),
                .. id is null ? Array.Empty<string>() : [$"id={wish.Interface}", $"uuid={id}"],
                $"master={wish.Bridge}",
                "slave-type=bridge",
            ],
        }),
    ]).ToString();

    private static bool IsReplaced(string key, string? id) =>
        s_movedKeys.Contains(key) || key is "master" or "controller" or "slave-type" or "port-type" || (id is not null && key is "id" or "uuid" or "autoconnect-priority" or "timestamp");

    private static string Bridge(PersistentWish wish, Keyfile own, string id) => new Keyfile(
    [
        new KeyfileSection(Connection, [$"id={wish.Bridge}", $"uuid={id}", "type=bridge", $"interface-name={wish.Bridge}", .. own.Sections.Where(section => section.Name == Connection).SelectMany(section => section.Where(s_movedKeys.Contains).Lines)]),
        .. wish.Mtu == PersistentWish.UsualMtu ? Array.Empty<KeyfileSection>() : [new KeyfileSection("ethernet", [$"mtu={wish.Mtu}"])],
        new KeyfileSection("bridge", [$"mac-address={wish.Mac}", "stp=false"]),
        .. own.Sections.Where(section => s_moved.Contains(section.Name)),
    ]).ToString();

    // The same for the same bridge, so that a plan that was shown is the one that is written. Version 8 of RFC 9562: one's own way.
    private static string IdOf(string what)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"lodge host bridge {what}"))[..16];
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80));
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
