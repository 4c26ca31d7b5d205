using System.Globalization;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.OpenIscsi;

/// <summary>What the kernel and udev show of iSCSI sessions. Reads what never waits for a server.</summary>
/// <param name="root">What stands before <c>/sys</c> and <c>/dev</c>; empty but for tests.</param>
internal sealed class IscsiHost(string root = "")
{
    private const string LoggedIn = "LOGGED_IN";

    /// <summary>open-iscsi's tool.</summary>
    public static HostTool Iscsiadm { get; } = new("iscsiadm", "open-iscsi");

    /// <summary>The states of the sessions with a target, such as <c>LOGGED_IN</c> or <c>FAILED</c>.</summary>
    public IReadOnlyList<string> SessionsWith(string target)
    {
        var folder = $"{root}/sys/class/iscsi_session";
        return !Directory.Exists(folder) ? [] :
        [
            .. from session in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
               where Read(session, "targetname") == target
               select Read(session, "state"),
        ];
    }

    /// <summary>Whether a session with a target is well.</summary>
    public bool IsLoggedIn(string target) => SessionsWith(target).Contains(LoggedIn);

    /// <summary>The units of a target with the paths of their devices, by number. One that is reached by several ways is there once.</summary>
    public IReadOnlyList<(int Unit, string Path)> UnitsOf(string target)
    {
        var (folder, mark) = ($"{root}/dev/disk/by-path", $"-iscsi-{target}-lun-");
        var units = new SortedDictionary<int, string>();
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                var at = path.IndexOf(mark, StringComparison.Ordinal);
                if (at >= 0 && int.TryParse(path.AsSpan(at + mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var unit))
                {
                    units.TryAdd(unit, path);
                }
            }
        }

        return [.. units.Select(pair => (pair.Key, pair.Value))];
    }

    // A session may end while it is looked at.
    private static string Read(string session, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(session, name)).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
