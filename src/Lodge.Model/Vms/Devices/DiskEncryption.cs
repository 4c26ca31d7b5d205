namespace Lodge.Model.Vms.Devices;

/// <summary>
/// Encryption of a disk's image, LUKS: within a qcow2 image, or as the whole of a raw one. The image has been made so
/// before; the guest sees what is inside.
/// </summary>
public sealed record DiskEncryption
{
    /// <summary>Id of the secret that is the passphrase. It opens every encrypted layer of the disk.</summary>
    public required Guid Secret { get; init; }
}
