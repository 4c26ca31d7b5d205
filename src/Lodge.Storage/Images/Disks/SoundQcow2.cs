using Lodge.Model.Errors;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Disks;

/// <summary>Lets only those qcow2 files become images that stand by themselves and are whole.</summary>
internal static class SoundQcow2
{
    // Exit statuses of 'qemu-img check': docs/tools/qemu-img.rst in QEMU's tree.
    private const int Sound = 0;
    private const int OnlyLeaks = 3;

    /// <summary>Its header.</summary>
    /// <exception cref="LodgeException">It is damaged, encrypted, or needs another file.</exception>
    public static async Task<Qcow2Start> DemandAsync(string file, CancellationToken cancellationToken)
    {
        var header = await Qcow2Start.ReadAsync(file, cancellationToken)
            ?? throw new LodgeException(ErrorCode.BadFile, $"'{Path.GetFileName(file)}' is no sound qcow2 image.");
        if (header.BackingFile is { } backing)
        {
            throw new LodgeException(
                ErrorCode.BadFile,
                $"The image rests on another file, '{backing}', and an image must stand by itself.",
                "Make one file of both: qemu-img convert -O qcow2 IMAGE NEW.qcow2");
        }

        if (header.HasExternalData || header.IsEncrypted)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                header.IsEncrypted ? "The image is encrypted, which images cannot be." : "The image keeps its data in another file, and an image must stand by itself.",
                "Convert it first, with 'qemu-img convert'.");
        }

        var check = await HostTool.QemuImg.RunAsync(["check", "-q", "-f", "qcow2", file], "/", cancellationToken);
        return check.ExitCode is Sound or OnlyLeaks
            ? header
            : throw new LodgeException(ErrorCode.BadFile, "The image is damaged or cut off: 'qemu-img check' finds errors in it.", "Get it anew, or repair a copy of it with 'qemu-img check -r all'.");
    }
}
