using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage.Formats;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Images;

/// <summary>
/// Finds all files of a disk by reading the qcow2 headers. A backing file's format comes from the header alone: to
/// guess it would let a guest that writes a header into its raw disk have any file of the host opened.
/// </summary>
internal static class ImageChainReader
{
    private const int DeepestChain = 64;

    /// <summary>Reads the chain of a disk.</summary>
    /// <param name="path">The image that the guest sees.</param>
    /// <param name="format">Its format.</param>
    /// <param name="role">What it is in the VM, such as <c>disk 'vda'</c>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LodgeException">A file is missing, unreadable, damaged or of a kind that is not supported.</exception>
    public static async Task<ImageChain> ReadAsync(
        string path, DiskFormat format, string role, CancellationToken cancellationToken)
    {
        var layers = new List<ImageLayer>();
        (string Path, DiskFormat Format)? next = (path, format);
        while (next is { } layer)
        {
            var layerRole = layers.Count == 0 ? role : $"backing file of {role}";
            var identity = ImageFile.Identify(layer.Path, layerRole);
            RefuseEndless(layers, layer.Path, identity, role);
            var header = layer.Format == DiskFormat.Qcow2 ? await ReadHeaderAsync(layer.Path, layerRole, cancellationToken) : null;
            layers.Add(new ImageLayer(layer.Path, layer.Format, identity.Kind == FileKind.BlockDevice, identity, ImageFile.AllowsDirect(layer.Path))
            {
                IsEncrypted = header?.IsEncrypted == true,
            });
            next = header is null ? null : BackingOf(layer.Path, header);
        }

        return new ImageChain(layers);
    }

    /// <summary>Finds out how an image is laid out, from its first bytes.</summary>
    /// <exception cref="LodgeException">It cannot be read, or is of a format that Lodge does not run from.</exception>
    public static async Task<DiskFormat> DetectFormatAsync(string path, string role, CancellationToken cancellationToken)
    {
        ImageFile.Identify(path, role);
        var start = await ImageFile.ReadStartAsync(path, role, 512, cancellationToken);
        return ForeignFormats.Find(start) is { } foreign
            ? throw new LodgeException(
                ErrorCode.BadFile,
                $"'{path}' ({role}) is an image of format {foreign}, which Lodge does not run from.",
                $"Convert it: qemu-img convert -f {foreign} -O qcow2 '{path}' NEW.qcow2")
            : Qcow2Header.IsAtStartOf(start) ? DiskFormat.Qcow2 : DiskFormat.Raw;
    }

    private static async Task<Qcow2Header> ReadHeaderAsync(string path, string role, CancellationToken cancellationToken)
    {
        var start = await ImageFile.ReadStartAsync(path, role, Qcow2Header.Reach, cancellationToken);
        Qcow2Header header;
        try
        {
            header = Qcow2Header.Parse(start);
        }
        catch (FormatException damage)
        {
            throw new LodgeException(
                ErrorCode.BadFile,
                $"'{path}' ({role}) is no sound qcow2 image: {damage.Message}.",
                "If it holds plain bytes, set the disk's format to 'raw'; if it is damaged, try 'qemu-img check'.");
        }

        return header switch
        {
            { IsEncryptedOldWay: true } => throw Unsupported(path, role, "is encrypted in the old way of qcow2 (AES), which is unsafe and"),
            { HasExternalData: true } => throw Unsupported(path, role, "keeps its data in another file"),
            _ => header,
        };
    }

    private static (string Path, DiskFormat Format)? BackingOf(string path, Qcow2Header header)
    {
        if (header.BackingFile is not { } name)
        {
            return null;
        }

        return (ResolvePath(path, name), header.BackingFormat switch
        {
            "raw" => DiskFormat.Raw,
            "qcow2" => DiskFormat.Qcow2,
            null => throw new LodgeException(
                ErrorCode.BadFile,
                $"'{path}' does not say which format its backing file '{name}' has, and guessing it would be unsafe.",
                $"Write it into the image: qemu-img rebase -u -b '{name}' -F FORMAT '{path}'"),
            var other => throw new LodgeException(
                ErrorCode.BadFile,
                $"'{path}' has a backing file of format '{other}', which Lodge does not run from.",
                "Convert the backing file to qcow2 or raw."),
        });
    }

    private static string ResolvePath(string image, string name)
    {
        var plain = name.StartsWith("file:", StringComparison.Ordinal) ? name["file:".Length..] : name;
        if (!Path.IsPathRooted(plain) && plain.Split('/')[0].Contains(':', StringComparison.Ordinal))
        {
            throw new LodgeException(
                ErrorCode.BadFile,
                $"'{image}' has the backing file '{name}', which is not a file of this host.",
                "Only files and block devices can back a disk.");
        }

        return Path.GetFullPath(plain, Path.GetDirectoryName(image)!);
    }

    private static void RefuseEndless(List<ImageLayer> layers, string path, FileIdentity identity, string role)
    {
        if (layers.Any(layer => layer.Identity?.IsSameFile(identity) == true))
        {
            throw new LodgeException(
                ErrorCode.BadFile,
                $"The backing files of {role} lead in a circle: '{path}' comes up again.",
                "Correct the backing files with 'qemu-img rebase -u'.");
        }

        if (layers.Count == DeepestChain)
        {
            throw new LodgeException(
                ErrorCode.BadFile,
                $"The backing files of {role} are more than {DeepestChain} deep.",
                "Merge some of them with 'qemu-img rebase' or 'qemu-img commit'.");
        }
    }

    private static LodgeException Unsupported(string path, string role, string what) => new(
        ErrorCode.Unsupported, $"'{path}' ({role}) {what}, which Lodge does not support.", "Convert it with 'qemu-img convert'.");
}
