using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Launching;

/// <summary>
/// The files of memory that VMs have in common. QEMU opens its descriptor anew through /proc, as a user of the VM's
/// own: so a file is open to all, and the folder that it lies in to nobody but the daemon.
/// </summary>
internal static class SharedMemoryFiles
{
    private const uint ForAll = 0x1B6; // 0666

    /// <summary>Opens a file, and makes it when it is missing.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="size">How long it must be, bytes.</param>
    /// <exception cref="LodgeException">It is of another length, or cannot be made.</exception>
    public static SafeFileHandle Open(string path, long size)
    {
        try
        {
            PrivateFolder.Make(Path.GetDirectoryName(path)!);
            var file = LinuxFile.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NoFollow);
            try
            {
                Fit(file, path, size);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The shared memory '{path}' cannot be made: {failure.Message}",
                "See that the daemon's run folder is writable and not full.",
                failure);
        }
    }

    /// <summary>Removes what no running VM has any more.</summary>
    /// <param name="folder">The folder of all of them.</param>
    /// <param name="records">The run records of all VMs that run or are being started.</param>
    public static void RemoveUnused(string folder, Func<IReadOnlyList<RunRecord>> records)
    {
        if (!Directory.Exists(folder) || Directory.GetFiles(folder) is not { Length: > 0 } files)
        {
            return;
        }

        var used = records().SelectMany(record => record.Intent.Definition.SharedMemories.OrEmpty()).Select(memory => memory.Name).ToHashSet();
        foreach (var file in files.Where(file => !used.Contains(Path.GetFileName(file))))
        {
            File.Delete(file);
        }
    }

    private static void Fit(SafeFileHandle file, string path, long size)
    {
        var length = RandomAccess.GetLength(file);
        if (length == 0)
        {
            LinuxFile.SetMode(file, ForAll);
            RandomAccess.SetLength(file, size);
        }
        else if (length != size)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"The shared memory '{Path.GetFileName(path)}' is {length >> 20} MiB for the VMs that have it now, and this VM wants {size >> 20} MiB of it.",
                "Give all VMs that share it the same sharedMemories size, and stop those that run with another one.");
        }
    }
}
