using System.Text.Json;
using Lodge.Model.Host;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Firmware;

/// <summary>
/// The firmware that the host has installed, in order of priority. A description in a later folder replaces the one
/// of the same name in a former; an empty one hides it. Looked at anew whenever a description has changed.
/// </summary>
internal sealed partial class FirmwareCatalogue(IReadOnlyList<string> folders, ILogger<FirmwareCatalogue> logger)
{
    private volatile Known? _known;

    /// <summary>The folders in which QEMU's description format asks to look, the last one having the last word.</summary>
    /// <param name="privileged">Whether this is the system's daemon; that of a user looks into the user's folder too.</param>
    public static IReadOnlyList<string> StandardFolders(bool privileged)
    {
        const string ofDistribution = "/usr/share/qemu/firmware", ofAdministrator = "/etc/qemu/firmware";
        return privileged
            ? [ofDistribution, ofAdministrator]
            : [ofDistribution, ofAdministrator, Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "qemu/firmware")];
    }

    /// <summary>All usable firmware, the one to prefer first.</summary>
    public IReadOnlyList<FirmwareDescriptor> Read()
    {
        var files = Find();
        var known = _known;
        if (known is null || !known.Files.SequenceEqual(files))
        {
            _known = known = new Known(files, [.. files.Select(TryRead).OfType<FirmwareDescriptor>()]);
        }

        return known.Firmware.All(IsThere) ? known.Firmware : [.. known.Firmware.Where(IsThere)];
    }

    // The order of names is the priority, whichever folder they come from.
    private List<DescriptionFile> Find()
    {
        var found = new SortedDictionary<string, DescriptionFile>(StringComparer.Ordinal);
        foreach (var file in folders.Where(Directory.Exists).SelectMany(folder => new DirectoryInfo(folder).GetFiles("*.json")))
        {
            found[file.Name] = new DescriptionFile(file.FullName, file.Length, file.LastWriteTimeUtc);
        }

        return [.. found.Values.Where(file => file.Length > 0)];
    }

    private FirmwareDescriptor? TryRead(DescriptionFile file)
    {
        try
        {
            return DescriptionReader.Read(Path.GetFileName(file.Path), File.ReadAllBytes(file.Path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            NotUnderstood(file.Path, unreadable.Message);
            return null;
        }
    }

    private static bool IsThere(FirmwareDescriptor firmware) =>
        File.Exists(firmware.Code) && (firmware.VarsTemplate is null || File.Exists(firmware.VarsTemplate));

    [LoggerMessage(4411, LogLevel.Warning, "The description of a firmware at {Path} is passed over: {Problem}")]
    private partial void NotUnderstood(string path, string problem);

    private sealed record DescriptionFile(string Path, long Length, DateTime ChangedAt);

    private sealed record Known(IReadOnlyList<DescriptionFile> Files, IReadOnlyList<FirmwareDescriptor> Firmware);
}
