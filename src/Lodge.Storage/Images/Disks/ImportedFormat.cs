using Lodge.Model.Errors;
using Lodge.Model.Images;

namespace Lodge.Storage.Images.Disks;

/// <summary>
/// Decides what a file is: what the user says, else what its name ends in; its first bytes may only contradict. To
/// take a file for what its bytes look like would let a guest that wrote a header into its raw disk have other files read.
/// </summary>
internal static class ImportedFormat
{
    /// <summary>The format of a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="said">What the user says; null for nothing.</param>
    /// <param name="header">What its first bytes look like.</param>
    /// <exception cref="LodgeException">It cannot be told, or the bytes contradict.</exception>
    public static ImportFormat Decide(string path, ImportFormat? said, DiskHeader header)
    {
        var format = said ?? OfEnding(path) ?? throw new LodgeException(
            ErrorCode.InvalidArgument, $"The name '{Path.GetFileName(path)}' does not tell the format of the file.", "Say it: --format raw, qcow2, vmdk, vhdx or vdi.");
        if (format == ImportFormat.Raw)
        {
            return header == DiskHeader.Unknown || said is not null ? format : throw new LodgeException(
                ErrorCode.BadFile,
                $"'{path}' is named as a raw image, but begins as {NameOf(header)}.",
                "Say which it is: --format raw takes its bytes as they are.");
        }

        return Matches(format, header) ? format : throw new LodgeException(
            ErrorCode.BadFile, $"'{path}' should be of format {NameOf(format)}, and is not: it begins as {NameOf(header)}.", "Say the right one with --format.");
    }

    private static bool Matches(ImportFormat format, DiskHeader header) => (format, header) switch
    {
        (ImportFormat.Qcow2, DiskHeader.Qcow2) or (ImportFormat.Vmdk, DiskHeader.Vmdk) => true,
        (ImportFormat.Vhdx, DiskHeader.Vhdx) or (ImportFormat.Vdi, DiskHeader.Vdi) => true,
        _ => false,
    };

    // Ubuntu's cloud images and others are qcow2 in a file named .img, which says nothing.
    private static ImportFormat? OfEnding(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".raw" => ImportFormat.Raw,
        ".qcow2" => ImportFormat.Qcow2,
        ".vmdk" => ImportFormat.Vmdk,
        ".vhdx" => ImportFormat.Vhdx,
        ".vdi" => ImportFormat.Vdi,
        _ => null,
    };

    private static string NameOf<T>(T format)
        where T : struct, Enum => format.ToString() is "Unknown" ? "plain bytes" : format.ToString() is "Other" ? "something that is no disk" : format.ToString().ToLowerInvariant();
}
