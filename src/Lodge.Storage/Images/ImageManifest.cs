using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Model.Images;
using Lodge.Model.Vms.Platform;

namespace Lodge.Storage.Images;

/// <summary>
/// What a finished image is: the content of its <c>image.json</c>, which lies beside the image's files. A folder
/// without one is not an image.
/// </summary>
public sealed record ImageManifest
{
    /// <summary>The name of the manifest in an image's folder.</summary>
    public const string FileName = "image.json";

    /// <summary>Leaves the '+' of versions as it is; a manifest is never put into a web page.</summary>
    private static readonly ImageJson Readable = new(new JsonSerializerOptions(ImageJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The short name that people type, such as <c>tiny</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for lists.</summary>
    public required string Description { get; init; }

    /// <summary>The guest's architecture as QEMU names it, such as <c>x86_64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>When the image was built, in UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>
    /// A digest of everything that the image was made of. A build whose inputs have the same digest keeps the image.
    /// </summary>
    public required string Inputs { get; init; }

    /// <summary>The least memory the guest boots with, in MiB.</summary>
    public required int MinimumMemoryMiB { get; init; }

    /// <summary>The release of the guest's kernel as <c>uname -r</c> prints it, when the image brings one.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>The kernel command line to boot with unless the VM has one of its own.</summary>
    public string? KernelCommandLine { get; init; }

    /// <summary>What a guest sees of the image's disk, bytes; null for an image without a disk.</summary>
    public long? VirtualSize { get; init; }

    /// <summary>The firmware that it needs; null: any.</summary>
    public FirmwareType? Firmware { get; init; }

    /// <summary>The user that cloud-init makes in it; null: not known.</summary>
    public string? User { get; init; }

    /// <summary>Where it comes from; null: it was built from the packages named here.</summary>
    public ImageOrigin? Origin { get; init; }

    /// <summary>The packages that the image was made from, in the order of use.</summary>
    public IReadOnlyList<ImagePackage> Packages { get; init; } = [];

    /// <summary>The image's files, one for each part it plays.</summary>
    public required IReadOnlyList<ImageFile> Files { get; init; }

    /// <summary>Reads the manifest of an image's folder.</summary>
    /// <returns>The manifest, or null when the folder holds no finished image.</returns>
    public static async Task<ImageManifest?> ReadAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync(stream, ImageJson.Default.ImageManifest, cancellation);
        }
        catch (JsonException)
        {
            // Written by something else, or damaged: the folder counts as holding no image.
            return null;
        }
    }

    /// <summary>Writes the manifest into an image's folder.</summary>
    internal async Task WriteAsync(string folder, CancellationToken cancellation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Readable.ImageManifest);
        await File.WriteAllBytesAsync(Path.Combine(folder, FileName), [.. json, (byte)'\n'], cancellation);
    }
}

/// <summary>A distribution package that went into an image.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its full version, as the distribution writes it.</param>
public sealed record ImagePackage(string Name, string Version);

/// <summary>One file of an image.</summary>
/// <param name="Role">The part it plays when a VM boots.</param>
/// <param name="Name">Its name in the image's folder.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its content, in lower-case hex.</param>
public sealed record ImageFile(ImageFileRole Role, string Name, long Size, string Sha256);

/// <summary>The part that a file of an image plays. The numbers are fixed; new ones go to the end.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImageFileRole>))]
public enum ImageFileRole
{
    /// <summary>A kernel to boot directly.</summary>
    [JsonStringEnumMemberName("kernel")]
    Kernel = 0,

    /// <summary>The initial file system that goes with the kernel.</summary>
    [JsonStringEnumMemberName("initrd")]
    Initrd = 1,

    /// <summary>A disk to copy or to lay an overlay on.</summary>
    [JsonStringEnumMemberName("disk")]
    Disk = 2,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ImageManifest))]
internal sealed partial class ImageJson : JsonSerializerContext;
