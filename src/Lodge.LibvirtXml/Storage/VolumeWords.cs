using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary>Words for volumes.</summary>
internal static class VolumeWords
{
    /// <summary>How volumes are laid out. Parts of a disk are raw, whatever libvirt calls what is in them.</summary>
    public static readonly Words<VolumeFormat> Formats = new(
        (VolumeFormat.Raw, "raw"), (VolumeFormat.Qcow2, "qcow2"), (VolumeFormat.Vmdk, "vmdk"), (VolumeFormat.Vpc, "vpc"), (VolumeFormat.Vdi, "vdi"),
        (VolumeFormat.Qed, "qed"), (VolumeFormat.Qcow, "qcow"), (VolumeFormat.Iso, "iso"), (VolumeFormat.Raw, "none"), (VolumeFormat.Raw, "linux"))
    {
        Refused =
        [
            "dir", "bochs", "cloop", "dmg", "fat", "vhd", "ploop", "luks", "cow", "unknown", "auto", "fat16", "fat32", "linux-swap", "linux-lvm",
            "linux-raid", "extended",
        ],
    };

    /// <summary>What volumes are.</summary>
    public static readonly Words<VolumeType> Types = new(
        (VolumeType.File, "file"), (VolumeType.Block, "block"), (VolumeType.Folder, "dir"), (VolumeType.Network, "network"));

    /// <summary>The word for a format; libvirt knows no VHDX.</summary>
    public static string Of(VolumeFormat format) => Formats.OfOrNull(format) ?? "unknown";
}
