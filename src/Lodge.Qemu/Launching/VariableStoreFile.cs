using Lodge.Linux.Files;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Launching;

/// <summary>The UEFI variable store of a VM: made once from the template, then the guest's own.</summary>
internal static class VariableStoreFile
{
    private const string SetAside = ".previous";

    /// <summary>Makes the store when there is none yet, or none for this firmware; whole or not at all.</summary>
    /// <exception cref="IOException">The template cannot be read, or the store not written.</exception>
    public static async Task PrepareAsync(VariableStore store, CancellationToken cancellationToken)
    {
        if (store.Renews && File.Exists(store.Path))
        {
            File.Move(store.Path, store.Path + SetAside, overwrite: true);
        }

        if (!File.Exists(store.Path))
        {
            var template = store.Firmware.VarsTemplate
                ?? throw new FileNotFoundException("There is no variable store, and no template to make it from.", store.Path);
            var contents = await File.ReadAllBytesAsync(template, cancellationToken);
            await DurableFile.WriteAtomicallyAsync(store.Path, contents, cancellation: cancellationToken);
        }

        if (store.Renews || !File.Exists(store.ChoicePath))
        {
            await KeptFirmware.WriteAsync(store.ChoicePath, store.Firmware, cancellationToken);
        }
    }
}
