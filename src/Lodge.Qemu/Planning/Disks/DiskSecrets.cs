using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Disks;

/// <summary>
/// The secrets that a disk's nodes name. QEMU reads each from a sealed file in memory that is passed to it; neither its
/// command line nor its monitor carries a value.
/// </summary>
internal static class DiskSecrets
{
    public static IEnumerable<PlannedObject> Of(DiskDefinition disk, ImageChain chain)
    {
        if (chain.Layers.Any(layer => layer.Server?.SecretId() is not null))
        {
            yield return Secret(DiskNodeNames.ServerSecret(disk.Alias!), chain.Layers[0].Server!.SecretId()!.Value);
        }

        if (disk.Encryption is { } encryption && chain.Layers.Any(layer => layer.IsEncrypted))
        {
            yield return Secret(DiskNodeNames.Passphrase(disk.Alias!), encryption.Secret);
        }
    }

    private static PlannedObject Secret(string name, Guid id) => new(
        "secret", name, [("file", new DescriptorValue(DescriptorForm.Path, new DeviceDescriptor(name, new SecretContents(id))))]);
}
