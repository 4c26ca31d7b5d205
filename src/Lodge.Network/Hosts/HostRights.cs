using System.Globalization;

namespace Lodge.Network.Hosts;

/// <summary>What the daemon may do to the host's network.</summary>
internal static class HostRights
{
    private const string Field = "CapEff:";
    private const int NetworkAdministration = 12; // CAP_NET_ADMIN

    /// <summary>Which right it lacks to have networks; null: none.</summary>
    public static string? Missing()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "the daemon does not run as root, and may not change the host's network.";
        }

        var rights = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return rights is not null
            && ulong.TryParse(rights[Field.Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            && (bits & (1UL << NetworkAdministration)) == 0
            ? "the daemon lacks the right CAP_NET_ADMIN, as in a container, and may not change the host's network."
            : null;
    }
}
