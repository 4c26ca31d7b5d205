using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>
/// Tells aliases that somebody chose from those that are made up, which a definition's XML does not show and which have
/// no meaning in a new one. Those of libvirt are known too: its live XML may be read.
/// </summary>
internal static class AliasNames
{
    private static readonly string[] s_prefixes =
    [
        "pci.", "pcie.", "usb", "scsi", "sata", "ide", "fdc", "virtio-serial", "virtio-disk", "scsi-disk", "sata-disk", "ide-disk", "usb-disk",
        "nvme", "fdc-disk", "net", "serial", "parallel", "console", "channel", "dimm", "virtiomem", "nvdimm", "virtiopmem", "fs", "hub",
        "input", "video", "sound", "hostdev", "redir", "watchdog", "rng", "panic", "shmem", "tpm", "vsock", "balloon", "iommu",
    ];

    /// <summary>Whether somebody chose it.</summary>
    public static bool IsChosen(string alias)
    {
        var word = alias.AsSpan().TrimEnd("-0123456789");
        return alias != "ide" && alias != "usb" && (word.Length == alias.Length || !s_prefixes.Contains(word.ToString()));
    }

    /// <summary>The device without an alias that was made up.</summary>
    public static T WithoutMadeUp<T>(T device)
        where T : DeviceDefinition => device.Alias is { } alias && !IsChosen(alias) ? device with { Alias = null } : device;
}
