using System.Globalization;
using Lodge.Model.Vms;

namespace Lodge.Qemu.Planning;

/// <summary>Names of a VM's disks within QEMU, by their place in the definition. At most 31 characters, whatever the disk is called.</summary>
internal static class DiskIds
{
    private const string Prefix = "disk";

    /// <summary>Id of the device.</summary>
    public static string Of(int index) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{index}");

    /// <summary>Node name of a layer; 0 is the one that the guest writes to.</summary>
    public static string Node(int index, int depth) => depth == 0
        ? $"{Of(index)}-image"
        : string.Create(CultureInfo.InvariantCulture, $"{Of(index)}-back{depth}");

    /// <summary>The name in the definition of the disk that QEMU reports as a device id, QOM path or node name.</summary>
    /// <param name="reported">Such as <c>/machine/peripheral/disk0/virtio-backend</c> or <c>disk0-image</c>.</param>
    /// <param name="definition">The VM as started.</param>
    public static string NameOf(string reported, VmDefinition definition)
    {
        foreach (var part in reported.Split('/'))
        {
            var id = part.Split('-')[0];
            if (id.StartsWith(Prefix, StringComparison.Ordinal)
                && int.TryParse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < definition.Disks.Count)
            {
                return definition.Disks[index].Name ?? id;
            }
        }

        return reported;
    }
}
