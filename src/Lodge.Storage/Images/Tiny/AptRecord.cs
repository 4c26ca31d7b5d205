using System.Text.RegularExpressions;

namespace Lodge.Storage.Images.Tiny;

/// <summary>What apt's lists say of one version of a package.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version with epoch and revision.</param>
/// <param name="Depends">The field of that name, or nothing.</param>
/// <param name="Size">The size of the .deb file in bytes, or 0 when unknown.</param>
/// <param name="Sha256">The SHA-256 of the .deb file in lower-case hex, or nothing when unknown.</param>
internal sealed partial record AptRecord(string Name, string Version, string Depends, long Size, string Sha256)
{
    /// <summary>
    /// The package with the kernel itself that a package such as <c>linux-image-cloud-amd64</c> stands for, and its
    /// version, or null when this one stands for none.
    /// </summary>
    public ImagePackage? VersionedKernel =>
        KernelDependency().Match(Depends) is { Success: true } match
            ? new(match.Groups["name"].Value, match.Groups["version"].Value)
            : null;

    /// <summary>The names of the packages that this one depends on; of alternatives the first.</summary>
    public IReadOnlyList<string> DependsOn =>
    [
        .. Depends.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(dependency => dependency.Split('|', ' ', '(', ':')[0])
            .Distinct(),
    ];

    /// <summary>The package with its version, as manifests name it.</summary>
    public ImagePackage Versioned => new(Name, Version);

    /// <summary>Reads what <c>apt-cache show</c> prints: paragraphs of fields, an empty line between two.</summary>
    public static IReadOnlyList<AptRecord> Parse(string output) =>
        [.. output.Split("\n\n").Select(Fields).Where(fields => fields.ContainsKey("Package")).Select(FromFields)];

    private static AptRecord FromFields(Dictionary<string, string> fields) => new(
        fields["Package"],
        fields.GetValueOrDefault("Version", ""),
        fields.GetValueOrDefault("Depends", ""),
        long.TryParse(fields.GetValueOrDefault("Size"), out var size) ? size : 0,
        fields.GetValueOrDefault("SHA256", ""));

    private static Dictionary<string, string> Fields(string paragraph)
    {
        var fields = new Dictionary<string, string>();
        foreach (var line in paragraph.Split('\n'))
        {
            // A line that begins with a space goes on with the field before, and none of those is needed here.
            var colon = line.IndexOf(':');
            if (colon > 0 && line[0] != ' ')
            {
                fields.TryAdd(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        return fields;
    }

    [GeneratedRegex(@"(?<name>linux-image-[0-9][^\s,(]*) \(= (?<version>[^)\s]+)\)")]
    private static partial Regex KernelDependency();
}
