using System.Runtime.InteropServices;

namespace Lodge.Storage.Images.Tiny;

/// <summary>Says whether this host can build from Debian's packages.</summary>
internal static class DebianHost
{
    private const string ReleaseFile = "/etc/os-release";

    /// <summary>Refuses a host that cannot.</summary>
    /// <exception cref="ImageBuildException">Another distribution, or another processor.</exception>
    public static async Task RequireAsync(CancellationToken cancellation)
    {
        if (RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw Unsupported($"The tiny image is for x86-64, and this host is {RuntimeInformation.OSArchitecture}.");
        }

        var lines = File.Exists(ReleaseFile) ? await File.ReadAllLinesAsync(ReleaseFile, cancellation) : [];
        if (!IsDebian(lines))
        {
            var name = Field(lines, "PRETTY_NAME") is { Length: > 0 } known ? known : "an unknown system";
            throw Unsupported($"The tiny image is built from Debian's packages, and this host is {name}.");
        }
    }

    /// <summary>Whether the lines of an os-release file describe Debian or a distribution made from it.</summary>
    internal static bool IsDebian(IReadOnlyList<string> release) =>
        Field(release, "ID") == "debian" || Field(release, "ID_LIKE").Split(' ').Contains("debian");

    private static string Field(IReadOnlyList<string> release, string key) =>
        release.FirstOrDefault(line => line.StartsWith(key + '=', StringComparison.Ordinal))?[(key.Length + 1)..]
            .Trim('"', '\'') ?? "";

    private static ImageBuildException Unsupported(string message) => new(
        ImageBuildFault.HostNotSupported,
        message,
        "Build it on a Debian host and copy the image's folder, or use another image.");
}
