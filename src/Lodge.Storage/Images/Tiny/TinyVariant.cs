namespace Lodge.Storage.Images.Tiny;

/// <summary>The tiny images: the same guest on different kernels.</summary>
public sealed record TinyVariant
{
    private TinyVariant(string name, string kernelPackage, string description) =>
        (Name, KernelPackage, Description) = (name, kernelPackage, description);

    /// <summary>The usual one, on Debian's kernel for clouds: it boots fastest, and drives virtio, IDE and NVMe.</summary>
    public static TinyVariant Standard { get; } = new(
        "tiny",
        "linux-image-cloud-amd64",
        "A Debian kernel and busybox, all in memory: boots in seconds, for trying things out.");

    /// <summary>
    /// On Debian's kernel for any machine: it also drives USB, SATA, floppies, cards that imitate real ones, watchdogs,
    /// 9p and screens. Its boot takes twice the work, most of it for unpacking the kernel.
    /// </summary>
    public static TinyVariant Full { get; } = new(
        "tiny-full",
        "linux-image-amd64",
        "The tiny guest with drivers for a whole PC: also USB, SATA, floppies, e1000e, 9p, watchdogs.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TinyVariant> All { get; } = [Standard, Full];

    /// <summary>The name of the image.</summary>
    public string Name { get; }

    /// <summary>The Debian package that stands for the newest kernel of its kind.</summary>
    public string KernelPackage { get; }

    /// <summary>One sentence for lists.</summary>
    public string Description { get; }
}
