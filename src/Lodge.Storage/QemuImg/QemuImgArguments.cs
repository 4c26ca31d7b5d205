using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.Storage.QemuImg;

/// <summary>
/// Command lines of qemu-img. Pure. Every format is named, so that nothing is ever guessed; secrets are named by ids and
/// reach the program as descriptors; images that somebody has open are refused by qemu-img itself.
/// </summary>
internal static class QemuImgArguments
{
    /// <summary>Id of the secret of what is read.</summary>
    public const string SourceSecret = "source";

    /// <summary>Id of the secret of what is written.</summary>
    public const string TargetSecret = "target";

    /// <summary>Makes an empty image.</summary>
    /// <param name="path">Where.</param>
    /// <param name="request">What it shall be, complete.</param>
    /// <param name="backing">What it is based on; null for nothing.</param>
    /// <param name="dataFile">Path of the file with the guest's data; null for none.</param>
    public static IReadOnlyList<string> Create(string path, VolumeRequest request, VolumeOrigin? backing, string? dataFile)
    {
        var format = request.Format!.Value;
        var isLuks = format == VolumeFormat.Raw && request.Encryption is not null;
        List<string> arguments = ["create", "-q", "-f", isLuks ? "luks" : NameOf(format)];
        if (backing is not null)
        {
            arguments.AddRange(["-b", PathOf(backing.Source), "-F", NameOf(backing.Format)]);
        }

        var options = CreateOptions(request, dataFile, isLuks).ToArray();
        if (options.Length > 0)
        {
            arguments.AddRange(["-o", string.Join(',', options)]);
        }

        arguments.Add("--");
        arguments.Add(path);
        if (request.Capacity is { } capacity)
        {
            arguments.Add(capacity.Bytes.ToString(CultureInfo.InvariantCulture));
        }

        return arguments;
    }

    /// <summary>Copies an image into one that was made for it and is empty.</summary>
    public static IReadOnlyList<string> CopyInto(VolumeOrigin from, DiskSource to, VolumeRequest request)
    {
        List<string> arguments = ["convert", "-p", .. OneAtATime(from), "-n", "--target-is-zero"];
        if (request.Compress == true)
        {
            arguments.Add("-c");
        }

        arguments.AddRange(["--image-opts", "--target-image-opts"]);
        arguments.Add("--");
        arguments.Add(ImageOptions(from.Source, from.Format, from.SecretId is not null, ImageSide.Source));
        arguments.Add(ImageOptions(to, request.Format!.Value, request.Encryption is not null, ImageSide.Target));
        return arguments;
    }

    /// <summary>Copies an image onto a device of the host, whatever is there; zeros are written, too.</summary>
    public static IReadOnlyList<string> CopyOnto(VolumeOrigin from, string device) =>
    [
        "convert", "-p", .. OneAtATime(from), "-n", "--image-opts", "--target-image-opts", "--",
        ImageOptions(from.Source, from.Format, from.SecretId is not null, ImageSide.Source),
        ImageOptions(new BlockDiskSource { Path = device }, VolumeFormat.Raw, encrypted: false, ImageSide.Target),
    ];

    /// <summary>Copies an image into a new one of a format that is only made so.</summary>
    public static IReadOnlyList<string> CopyTo(VolumeOrigin from, string path, VolumeFormat format) =>
        ["convert", "-p", .. OneAtATime(from), "--image-opts", "-O", NameOf(format), "--", ImageOptions(from.Source, from.Format, from.SecretId is not null, ImageSide.Source), path];

    // QEMU's driver for web servers can lose the end of one request while another is under way, and then waits for ever;
    // seen with QEMU 7.2.
    private static IEnumerable<string> OneAtATime(VolumeOrigin from) => from.Source is HttpDiskSource ? ["-m", "1"] : [];

    /// <summary>Changes what a guest sees of an image.</summary>
    public static IReadOnlyList<string> Resize(DiskSource source, VolumeFormat format, VolumeResize resize, bool encrypted)
    {
        List<string> arguments = ["resize", "-q"];
        if (resize.Shrink)
        {
            arguments.Add("--shrink");
        }

        if (resize.Allocate)
        {
            arguments.Add("--preallocation=falloc");
        }

        arguments.AddRange(["--image-opts", "--", ImageOptions(source, format, encrypted, ImageSide.Target), resize.Capacity.ToString(CultureInfo.InvariantCulture)]);
        return arguments;
    }

    /// <summary>Bases a qcow2 image on another, or with null on none.</summary>
    public static IReadOnlyList<string> Rebase(string path, VolumeOrigin? backing)
    {
        List<string> arguments = ["rebase", "-p", "-f", "qcow2", "-b", backing is null ? "" : PathOf(backing.Source)];
        if (backing is not null)
        {
            arguments.AddRange(["-F", NameOf(backing.Format)]);
        }

        arguments.AddRange(["--", path]);
        return arguments;
    }

    /// <summary>qemu-img's name of a format.</summary>
    public static string NameOf(VolumeFormat format) => format == VolumeFormat.Iso ? "raw" : format.ToString().ToLowerInvariant();

    /// <summary>An image as a list of options, in which a comma is written twice.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="format">Its format.</param>
    /// <param name="encrypted">Whether it takes the secret of its side to open it.</param>
    /// <param name="side">Which of the images of the command it is.</param>
    public static string ImageOptions(DiskSource source, VolumeFormat format, bool encrypted, ImageSide side)
    {
        IEnumerable<(string Name, string? Value)> place = source.Resolved() switch
        {
            FileDiskSource file => [("driver", "file"), ("filename", file.Path)],
            BlockDiskSource block => [("driver", "host_device"), ("filename", block.Path)],
            NetworkDiskSource server => ServerOptions.Of(server, side),
            _ => throw new LodgeException(ErrorCode.Unsupported, "Where this image is, is not known.", "Name its file, or take its pool into use."),
        };
        var layout = format is VolumeFormat.Raw or VolumeFormat.Iso && encrypted ? "luks" : NameOf(format);
        var key = !encrypted ? "" : layout == "luks" ? $",key-secret={side.Secret}" : $",encrypt.key-secret={side.Secret}";
        return string.Join(
            ',',
            place.Where(option => option.Value is not null).Select(option => $"file.{option.Name}={option.Value!.Replace(",", ",,", StringComparison.Ordinal)}").Prepend($"driver={layout}{key}"));
    }

    private static IEnumerable<string> CreateOptions(VolumeRequest request, string? dataFile, bool isLuks)
    {
        if (isLuks)
        {
            yield return $"key-secret={TargetSecret}";
        }
        else if (request.Encryption is not null)
        {
            yield return "encrypt.format=luks";
            yield return $"encrypt.key-secret={TargetSecret}";
        }

        if (request.Preallocation is { } reserved and not Preallocation.Off)
        {
            yield return $"preallocation={reserved.ToString().ToLowerInvariant()}";
        }

        if (request.Format != VolumeFormat.Qcow2)
        {
            yield break;
        }

        var extended = request.ExtendedL2 ?? (request.Backing is not null && request.ClusterSize is null);
        if (request.ClusterSize is { } cluster)
        {
            yield return $"cluster_size={cluster.Bytes}";
        }
        else if (extended)
        {
            yield return "cluster_size=131072";
        }

        if (extended)
        {
            yield return "extended_l2=on";
        }

        if (request.LazyRefcounts == true)
        {
            yield return "lazy_refcounts=on";
        }

        if (request.Compression == Qcow2Compression.Zstd)
        {
            yield return "compression_type=zstd";
        }

        if (dataFile is not null)
        {
            yield return $"data_file={dataFile.Replace(",", ",,", StringComparison.Ordinal)},data_file_raw=on";
        }
    }

    private static string PathOf(DiskSource source) => source.HostPath()
        ?? throw new LodgeException(ErrorCode.Unsupported, "Only images that are files or devices of the host can be based on.", "Copy the image to a pool of files first.");
}
