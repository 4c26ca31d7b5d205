using System.Globalization;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Checks;

/// <summary>The files of memory modules that keep their contents: NVDIMM and virtio-pmem.</summary>
internal static class MemoryFileCheck
{
    /// <summary>Files that are there, can be written, and hold as much as the module.</summary>
    public static Task Files(CheckContext context, CancellationToken cancellationToken)
    {
        foreach (var (module, i) in context.Definition.Memory.Devices.OrEmpty().Select((module, i) => (module, i)))
        {
            if (module is { Model: MemoryDeviceModel.Nvdimm or MemoryDeviceModel.VirtioPmem, Path: { } path })
            {
                Check(path, module.Size, string.Create(CultureInfo.InvariantCulture, $"memory.devices[{i}].path"));
            }
        }

        return Task.CompletedTask;
    }

    private static void Check(string path, ByteSize size, string role)
    {
        using var file = ImageFile.Open(path, role, OpenFlags.ReadWrite);
        var identity = FileIdentity.Of(file);
        if (identity.Kind is not (FileKind.Regular or FileKind.BlockDevice or FileKind.CharacterDevice))
        {
            throw new LodgeException(
                ErrorCode.BadFile, $"'{path}' ({role}) is no file and no device.", "Name a file, a block device, or a device of persistent memory (/dev/dax).");
        }

        // Devices tell their size to QEMU, which refuses one that is too small.
        if (identity.Kind == FileKind.Regular && identity.Size < size.Bytes)
        {
            throw new LodgeException(
                ErrorCode.BadFile,
                $"'{path}' ({role}) has {identity.Size} bytes, and the module has {size}.",
                string.Create(CultureInfo.InvariantCulture, $"Make it larger ('truncate -s {size.Bytes} {path}'), or the module smaller."));
        }
    }
}
