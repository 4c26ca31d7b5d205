namespace Lodge.Model.Images;

/// <summary>An image that VMs can be launched from.</summary>
/// <param name="Name">Such as <c>tiny</c>.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Kernel">Absolute path of its kernel; null for images that boot from a disk.</param>
/// <param name="Initrd">Absolute path of its initramfs.</param>
/// <param name="CommandLine">Command line for its kernel.</param>
/// <param name="SizeBytes">Size on disk, bytes.</param>
/// <param name="MinimumMemoryBytes">The least memory that it runs in, bytes.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ImageInfo(
    string Name,
    string Description,
    string? Kernel,
    string? Initrd,
    string? CommandLine,
    long SizeBytes,
    long MinimumMemoryBytes,
    DateTimeOffset CreatedAt);
