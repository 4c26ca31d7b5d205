using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>Generations of virtio, which libvirt has as models of their own.</summary>
internal static class VirtioWords
{
    public static readonly Words<VirtioGeneration> Disk = new(
        (VirtioGeneration.Transitional, "virtio-transitional"), (VirtioGeneration.NonTransitional, "virtio-non-transitional"));

    /// <summary>The generation of a disk; plain <c>virtio</c> leaves it open.</summary>
    public static VirtioGeneration? OfDisk(Element disk) => disk.Attr("model") is null or "virtio" ? null : disk.Word("model", Disk);

    /// <summary>Checks that a device has the only model that Lodge has of it: virtio, generation left open.</summary>
    public static void Plain(Element device) => device.Accept("model", "virtio");
}
