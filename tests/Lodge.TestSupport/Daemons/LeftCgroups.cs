using System.Security.Cryptography;
using System.Text;

namespace Lodge.TestSupport.Daemons;

/// <summary>The control groups of a daemon that was killed, which nobody else removes.</summary>
internal static class LeftCgroups
{
    private const string Top = "/sys/fs/cgroup";

    /// <summary>Removes those of the daemon with this root folder, as far as no process is in them.</summary>
    public static void Remove(string root)
    {
        var instance = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)).AsSpan(0, 4));
        var anywhere = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 5, IgnoreInaccessible = true };
        foreach (var place in Directory.Exists(Top) ? Directory.GetDirectories(Top, instance, anywhere) : [])
        {
            foreach (var folder in Directory.GetDirectories(place).Append(place))
            {
                Remove(new DirectoryInfo(folder));
            }
        }
    }

    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete();
        }
        catch (IOException)
        {
            return; // A process that was killed is still on its way out; an empty group does no harm.
        }
    }
}
