using Lodge.Linux.Files;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Images;

/// <summary>The files that make up one disk.</summary>
/// <param name="Layers">The one that the guest sees first, then what each falls back to.</param>
internal sealed record ImageChain(IReadOnlyList<ImageLayer> Layers)
{
    /// <summary>A drive with nothing in it.</summary>
    public static ImageChain Empty { get; } = new([]);

    /// <summary>A disk on a server. It is not looked into, and stands on nothing else.</summary>
    public static ImageChain OnServer(NetworkDiskSource source, DiskFormat format, bool isEncrypted) =>
        new([new ImageLayer(source.Describe(), format, IsBlockDevice: false, Identity: null) { Server = source, IsEncrypted = isEncrypted }]);
}

/// <summary>One file of a disk.</summary>
/// <param name="Path">Absolute path; of a disk on a server its address.</param>
/// <param name="Format">How it is laid out.</param>
/// <param name="IsBlockDevice">Whether it is a block device of the host.</param>
/// <param name="Identity">What the kernel knows it by; null for a disk on a server.</param>
/// <param name="AllowsDirect">Whether it can be opened past the host's page cache.</param>
internal sealed record ImageLayer(string Path, DiskFormat Format, bool IsBlockDevice, FileIdentity? Identity, bool AllowsDirect = false)
{
    /// <summary>The server that has it; null when the host has it.</summary>
    public NetworkDiskSource? Server { get; init; }

    /// <summary>Whether it is encrypted, and opened by the disk's secret.</summary>
    public bool IsEncrypted { get; init; }
}
