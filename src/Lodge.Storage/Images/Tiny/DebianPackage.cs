using System.Formats.Tar;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Tiny;

/// <summary>Takes single files out of a Debian package, without unpacking the rest.</summary>
internal static class DebianPackage
{
    /// <summary>Unpacks the regular files for which a destination is given.</summary>
    /// <param name="package">The .deb file.</param>
    /// <param name="destination">
    /// Answers where to put a file of the package, named without a leading <c>./</c> or <c>/</c>, or null to leave it.
    /// </param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidDataException">The package is damaged.</exception>
    public static async Task UnpackAsync(
        string package, Func<string, string?> destination, CancellationToken cancellation)
    {
        var (exitCode, errors) = await new HostTool("dpkg-deb", "dpkg").RunAsync(
            ["--fsys-tarfile", package],
            Path.GetDirectoryName(package)!,
            (stream, stop) => ReadAsync(stream, destination, stop),
            cancellation);
        if (exitCode != 0)
        {
            throw new InvalidDataException($"dpkg-deb cannot read {Path.GetFileName(package)}: {errors.Trim()}");
        }
    }

    private static async Task ReadAsync(Stream stream, Func<string, string?> destination, CancellationToken cancellation)
    {
        await using var tar = new TarReader(stream, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                || destination(Relative(entry.Name)) is not { } path)
            {
                continue;
            }

            await using var file = File.Create(path);
            await (entry.DataStream ?? Stream.Null).CopyToAsync(file, cancellation);
        }

        // The padding behind the last entry, so that the writer is not cut off.
        await stream.CopyToAsync(Stream.Null, cancellation);
    }

    private static string Relative(string name) =>
        (name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name).TrimStart('/');
}
