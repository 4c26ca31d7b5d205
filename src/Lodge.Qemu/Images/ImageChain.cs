using Lodge.Linux.Files;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Images;

/// <summary>The files that make up one disk.</summary>
/// <param name="Layers">The one that the guest sees first, then what each falls back to.</param>
internal sealed record ImageChain(IReadOnlyList<ImageLayer> Layers)
{
    /// <summary>A drive with nothing in it.</summary>
    public static ImageChain Empty { get; } = new([]);
}

/// <summary>One file of a disk.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Format">How it is laid out.</param>
/// <param name="IsBlockDevice">Whether it is a block device of the host.</param>
/// <param name="Identity">What the kernel knows it by.</param>
/// <param name="AllowsDirect">Whether it can be opened past the host's page cache.</param>
internal sealed record ImageLayer(string Path, DiskFormat Format, bool IsBlockDevice, FileIdentity Identity, bool AllowsDirect = false);
