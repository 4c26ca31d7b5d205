namespace Lodge.Network.Dnsmasq;

/// <summary>Whom a dnsmasq becomes once it has opened what it needs.</summary>
internal static class DnsmasqUser
{
    private const string UsersFile = "/etc/passwd";
    private const string OwnUser = "dnsmasq";

    private static readonly string s_own =
        File.Exists(UsersFile) && File.ReadLines(UsersFile).Any(line => line.StartsWith(OwnUser + ":", StringComparison.Ordinal)) ? OwnUser : "nobody";

    /// <summary>
    /// Its package's user where there is one. It reads names and reservations again when they change: where it could not enter
    /// their folder, as below a root folder that is private, it stays root, with the few rights that its confinement leaves.
    /// </summary>
    /// <param name="folder">The folder of its files, as far as it exists.</param>
    public static string For(string folder)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            if (place.Exists && !place.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return "root";
            }
        }

        return s_own;
    }
}
