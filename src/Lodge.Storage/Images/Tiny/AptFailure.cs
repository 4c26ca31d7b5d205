namespace Lodge.Storage.Images.Tiny;

/// <summary>Tells from apt's messages, its only sign, why a download failed.</summary>
internal static class AptFailure
{
    private static readonly string[] Unreachable =
    [
        "Temporary failure resolving", "Could not resolve", "Could not connect", "Unable to connect",
        "Connection failed", "connection timed out", "Network is unreachable", "Connection refused",
    ];

    public static ImageBuildException OfDownload(IReadOnlyList<AptRecord> packages, string errors)
    {
        var names = string.Join(' ', packages.Select(package => package.Name));
        var what = packages is [var only]
            ? $"{only.Name} {only.Version} could not be downloaded"
            : $"{names} could not be downloaded";
        var reason = LastError(errors);
        if (errors.Contains("404 ", StringComparison.Ordinal) && errors.Contains("Not Found", StringComparison.Ordinal))
        {
            return new(
                ImageBuildFault.PackageListsOutdated,
                $"{what}: the server no longer has that, so the package lists of this host are out of date.",
                "Run 'apt-get update' as root and build again.");
        }

        if (Unreachable.Any(sign => errors.Contains(sign, StringComparison.OrdinalIgnoreCase)))
        {
            return new(
                ImageBuildFault.NetworkUnreachable,
                $"{what}: the package server does not answer ({reason}).",
                "Check the network, and the proxy if one is needed (apt's Acquire::http::Proxy), and build again.");
        }

        return new(
            ImageBuildFault.DownloadFailed,
            $"{what}: {reason}.",
            $"Try 'apt-get download {names}' by hand to see more.");
    }

    private static string LastError(string errors) =>
        errors.Split('\n').LastOrDefault(line => line.StartsWith("E: ", StringComparison.Ordinal))?[3..].TrimEnd('.', ' ')
        ?? "apt gave no reason";
}
