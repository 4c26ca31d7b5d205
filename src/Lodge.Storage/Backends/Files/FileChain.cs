using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Formats;

namespace Lodge.Storage.Backends.Files;

/// <summary>
/// What an image is based on, by the headers alone: the format of a backing file that the image does not name is never
/// guessed, or a guest could have any file of the host opened.
/// </summary>
internal static class FileChain
{
    private const int Deepest = 64;

    /// <summary>All that an image is based on, the nearest first. What is wrong with one is in it, and it is the last then.</summary>
    public static IReadOnlyList<VolumeBacking> Read(string path, VolumeFormat format)
    {
        var layers = new List<VolumeBacking>();
        if (format != VolumeFormat.Qcow2)
        {
            return layers;
        }

        var seen = new List<FileIdentity>();
        var (next, problem) = Step(path, seen);
        if (problem is not null)
        {
            return [new VolumeBacking(path, format, problem)];
        }

        while (next is { } layer)
        {
            if (layers.Count == Deepest)
            {
                layers[^1] = layers[^1] with { Problem = $"It is the {Deepest}th image below '{path}', and more follow." };
                break;
            }

            (next, problem) = layer.Problem is not null || !layer.Name.StartsWith('/') ? (null, layer.Problem) : Step(layer.Name, seen, layer.Format);
            layers.Add(layer with { Problem = problem });
        }

        return layers;
    }

    /// <summary>What a header says of the image below; null for nothing.</summary>
    public static VolumeBacking? BackingOf(string path, Qcow2Header header)
    {
        if (header.BackingFile is not { } name)
        {
            return null;
        }

        var (plain, isLocal) = Local(path, name);
        return header.BackingFormat switch
        {
            null => new VolumeBacking(plain, null, "The image above does not say which format it has, and guessing it would be unsafe."),
            var format when FileInspector.ParseName(format) is { } known => new VolumeBacking(plain, known, isLocal ? null : "It is no file of this host."),
            var other => new VolumeBacking(plain, null, $"It has the format '{other}', which is none that Lodge knows."),
        };
    }

    private static (VolumeBacking? Below, string? Problem) Step(string path, List<FileIdentity> seen, VolumeFormat? format = VolumeFormat.Qcow2)
    {
        try
        {
            using var file = LinuxFile.Open(path, OpenFlags.Read | OpenFlags.NonBlocking);
            var identity = FileIdentity.Of(file);
            if (identity.Kind is not (FileKind.Regular or FileKind.BlockDevice))
            {
                return (null, "It is neither a file nor a block device.");
            }

            if (seen.Exists(identity.IsSameFile))
            {
                return (null, "It is below itself: the images lead in a circle.");
            }

            seen.Add(identity);
            return (format == VolumeFormat.Qcow2 ? BackingOf(path, FileInspector.ReadHeader(file)) : null, null);
        }
        catch (LinuxException refused)
        {
            return (null, refused.Name == "ENOENT" ? "It does not exist." : $"It cannot be opened: {refused.Message}.");
        }
        catch (FormatException damage)
        {
            return (null, $"It is no sound qcow2 image: {damage.Message}.");
        }
    }

    private static (string Name, bool IsLocal) Local(string image, string name)
    {
        var plain = name.StartsWith("file:", StringComparison.Ordinal) ? name["file:".Length..] : name;
        return !Path.IsPathRooted(plain) && plain.Split('/')[0].Contains(':', StringComparison.Ordinal)
            ? (plain, false)
            : (Path.GetFullPath(plain, Path.GetDirectoryName(image)!), true);
    }
}
