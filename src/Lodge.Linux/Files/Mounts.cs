using System.Globalization;
using System.Text;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Files;

/// <summary>A file system that is mounted.</summary>
/// <param name="Target">Where.</param>
/// <param name="Kind">Such as <c>ext4</c>.</param>
/// <param name="Source">What: a device, or what the kind makes of it.</param>
/// <param name="Device">Major and minor number, <c>7:0</c>.</param>
public sealed record Mounted(string Target, string Kind, string Source, string Device);

/// <summary>Mounting, unmounting, and what is mounted, by the kernel's own table (proc_pid_mountinfo(5)).</summary>
public static class Mounts
{
    private const string Table = "/proc/self/mountinfo";

    /// <summary>Mounts a file system where programs in it get no rights: no set-user-id, no device nodes.</summary>
    /// <param name="source">The device, or the server's folder.</param>
    /// <param name="target">The folder.</param>
    /// <param name="kind">Such as <c>ext4</c>.</param>
    /// <param name="options">Options of the file system; <c>ro</c>, <c>noatime</c> and <c>noexec</c> are the kernel's own.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void Mount(string source, string target, string kind, IEnumerable<string> options)
    {
        var flags = MountCalls.NoSetUid | MountCalls.NoDevices;
        var rest = new List<string>();
        foreach (var option in options)
        {
            switch (option)
            {
                case "ro": flags |= MountCalls.ReadOnly; break;
                case "noatime": flags |= MountCalls.NoAccessTimes; break;
                case "noexec": flags |= MountCalls.NoExecution; break;
                case "rw" or "defaults" or "nosuid" or "nodev": break;
                default: rest.Add(option); break;
            }
        }

        LinuxException.Check(MountCalls.Mount(source, target, kind, flags, rest.Count == 0 ? null : string.Join(',', rest)), "mount", target);
    }

    /// <summary>Unmounts what is mounted at a folder.</summary>
    /// <exception cref="LinuxException">Somebody uses it, or nothing is mounted there.</exception>
    public static void Unmount(string target) => LinuxException.Check(MountCalls.Unmount(target, 0), "umount2", target);

    /// <summary>Takes what is mounted at a folder away though its server is gone: what waits for it fails, and what was not written is lost.</summary>
    /// <exception cref="LinuxException">Nothing is mounted there.</exception>
    public static void Abandon(string target) => LinuxException.Check(MountCalls.Unmount(target, MountCalls.Force | MountCalls.Detach), "umount2", target);

    /// <summary>What is mounted at a folder, the last of several; null for nothing. Touches only the kernel's table, so that it returns where a server is gone.</summary>
    public static Mounted? At(string target) => Parse(File.ReadLines(Table)).LastOrDefault(mounted => mounted.Target == target);

    /// <summary>Reads lines of the kernel's table.</summary>
    public static IEnumerable<Mounted> Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            var dash = Array.IndexOf(parts, "-");
            if (parts.Length > 5 && dash > 0 && parts.Length > dash + 2)
            {
                yield return new Mounted(Unescape(parts[4]), parts[dash + 1], Unescape(parts[dash + 2]), parts[2]);
            }
        }
    }

    // Blanks, tabs, line ends and backslashes stand there as three octal digits.
    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new List<byte>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 3 < text.Length && int.TryParse(text.AsSpan(at + 1, 3), CultureInfo.InvariantCulture, out _))
            {
                bytes.Add(Convert.ToByte(text.Substring(at + 1, 3), 8));
                at += 3;
                continue;
            }

            bytes.AddRange(Encoding.UTF8.GetBytes(text[at].ToString()));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
