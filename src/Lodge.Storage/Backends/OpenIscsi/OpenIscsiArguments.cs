using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.OpenIscsi;

/// <summary>Command lines of iscsiadm. Pure. Passwords are in none of them: they go into the node's record (<see cref="NodeRecord"/>).</summary>
internal static class OpenIscsiArguments
{
    private const string UsualPort = "3260";

    /// <summary>Makes a record of how the target is reached.</summary>
    public static IReadOnlyList<string> MakeNode(IscsiPoolBackend backend, string portal) => [.. Node(backend, portal), "-o", "new"];

    /// <summary>Leaves the login to Lodge: the host itself makes none when it boots.</summary>
    public static IReadOnlyList<string> LeaveAlone(IscsiPoolBackend backend, string portal) => [.. Node(backend, portal), "-o", "update", "-n", "node.startup", "-v", "manual"];

    /// <summary>Forgets it, with the password in it.</summary>
    public static IReadOnlyList<string> ForgetNode(IscsiPoolBackend backend, string portal) => [.. Node(backend, portal), "-o", "delete"];

    /// <summary>Logs in.</summary>
    public static IReadOnlyList<string> Login(IscsiPoolBackend backend, string portal) => [.. Node(backend, portal), "--login"];

    /// <summary>Logs out.</summary>
    public static IReadOnlyList<string> Logout(IscsiPoolBackend backend, string portal) => [.. Node(backend, portal), "--logout"];

    /// <summary>Makes an interface of open-iscsi, which is where a name of one's own for this host is kept.</summary>
    public static IReadOnlyList<string> MakeInterface(string initiator) => ["-m", "iface", "-I", InterfaceOf(initiator), "-o", "new"];

    /// <summary>Sets that name.</summary>
    public static IReadOnlyList<string> NameInterface(string initiator) =>
        ["-m", "iface", "-I", InterfaceOf(initiator), "-o", "update", "-n", "iface.initiatorname", "-v", initiator];

    /// <summary>The interface for a name of this host. It is a file there, which takes no slashes.</summary>
    public static string InterfaceOf(string initiator) => $"lodge-{initiator.Replace('/', '_')}";

    /// <summary>A portal with its port.</summary>
    public static string Whole(string portal) => portal switch
    {
        ['[', ..] => portal.EndsWith(']') ? $"{portal}:{UsualPort}" : portal,
        _ => portal.Count(letter => letter == ':') switch
        {
            0 => $"{portal}:{UsualPort}",
            1 => portal,
            _ => $"[{portal}]:{UsualPort}",
        },
    };

    private static IEnumerable<string> Node(IscsiPoolBackend backend, string portal)
    {
        string[] node = ["-m", "node", "-T", backend.Target, "-p", Whole(portal)];
        return backend.Initiator is { } initiator ? [.. node, "-I", InterfaceOf(initiator)] : node;
    }
}
