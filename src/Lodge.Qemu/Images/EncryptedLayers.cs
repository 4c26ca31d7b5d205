using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Images;

/// <summary>Brings together what a definition says of encryption and what the images are.</summary>
internal static class EncryptedLayers
{
    /// <summary>The chain with its encrypted layers marked.</summary>
    /// <exception cref="LodgeException">An image is encrypted and no secret is given, or the other way round.</exception>
    public static ImageChain Settle(ImageChain chain, DiskDefinition disk, string role)
    {
        if (disk.Encryption is null)
        {
            return chain.Layers.FirstOrDefault(layer => layer.IsEncrypted) is { } encrypted
                ? throw new LodgeException(
                    ErrorCode.InvalidArgument,
                    $"'{encrypted.Path}' ({role}) is encrypted, and the definition names no secret that opens it.",
                    "Define a secret with the passphrase, and give its id as the disk's encryption.secret.")
                : chain;
        }

        var top = chain.Layers[0];
        if (top.Format == DiskFormat.Qcow2 && !chain.Layers.Any(layer => layer.IsEncrypted))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"'{top.Path}' ({role}) is not encrypted, and the definition says it is.",
                "Leave out the disk's encryption, or make the image encrypted: qemu-img convert -O qcow2 -o encrypt.format=luks,encrypt.key-secret=…");
        }

        // A raw image has no header of its own that could say so: the definition does, of the one that the guest sees.
        return top.Format == DiskFormat.Raw ? new ImageChain([top with { IsEncrypted = true }]) : chain;
    }
}
