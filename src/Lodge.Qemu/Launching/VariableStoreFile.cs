using Lodge.Linux.Files;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Launching;

/// <summary>The UEFI variable store of a VM: made once from the template, then the guest's own.</summary>
internal static class VariableStoreFile
{
    /// <summary>Makes the store when there is none yet; whole or not at all.</summary>
    /// <exception cref="IOException">The template cannot be read, or the store not written.</exception>
    public static void MakeIfMissing(VariableStore store)
    {
        if (File.Exists(store.Path))
        {
            return;
        }

        var temporary = store.Path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(File.ReadAllBytes(store.Template));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, store.Path);
        DurableFile.SyncFolder(Path.GetDirectoryName(store.Path)!);
    }
}
