using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;

namespace Lodge.Linux.Network;

/// <summary>
/// Settings of the kernel's network below /proc/sys/net (Documentation/networking/ip-sysctl.rst). They are those of the
/// network namespace that the calling thread is in.
/// </summary>
public static class NetworkSettings
{
    private const string Root = "/proc/sys/net";

    /// <summary>Reads a setting, such as <c>ipv4/ip_forward</c>; null when the kernel has none of that name.</summary>
    public static string? Read(string name) => KernelFile.TryRead(PathOf(name))?.Trim();

    /// <summary>Changes a setting; leaves one alone that is so already.</summary>
    /// <exception cref="LinuxException">There is none of that name, or the rights are missing.</exception>
    public static void Write(string name, int value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        if (Read(name) != text)
        {
            KernelFile.Write(PathOf(name), text);
        }
    }

    /// <summary>Interfaces that have settings of IPv6; none where the kernel has no IPv6.</summary>
    public static IReadOnlyList<string> ListIpv6Links()
    {
        const string Folder = $"{Root}/ipv6/conf";
        return Directory.Exists(Folder)
            ? [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).Where(name => name is not ("all" or "default"))]
            : [];
    }

    // An interface's name may hold anything but a slash, so that no name leads elsewhere but these two.
    private static string PathOf(string name) => name.Split('/').Any(part => part is "" or "." or "..")
        ? throw new ArgumentException($"'{name}' is no setting.", nameof(name))
        : $"{Root}/{name}";
}
