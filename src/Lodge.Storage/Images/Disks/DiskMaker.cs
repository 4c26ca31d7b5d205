using System.Globalization;
using System.Security.Cryptography;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Disks;

/// <summary>Makes disks for images out of files: copies qcow2 as it is, and converts everything else.</summary>
internal sealed class DiskMaker(DiskStore store)
{
    private const int Piece = 4 << 20;

    /// <summary>Makes the disk; the file stays as it is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="report">Hears the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work; nothing stays of it.</param>
    /// <exception cref="LodgeException">It cannot be read, is damaged, or there is no room.</exception>
    public async Task<ImageDisk> MakeAsync(string file, ImportFormat format, Action<double> report, CancellationToken cancellationToken)
    {
        var place = store.NewPlace();
        try
        {
            var digest = format == ImportFormat.Qcow2 ? await CopyAsync(file, place, report, cancellationToken) : null;
            if (digest is null)
            {
                await ConvertAsync(file, format, place, report, cancellationToken);
            }

            return await store.TakeAsync(place, digest, cancellationToken);
        }
        finally
        {
            File.Delete(place);
        }
    }

    // One piece is hashed while it is written.
    private static async Task<string> CopyAsync(string file, string place, Action<double> report, CancellationToken cancellationToken)
    {
        await SoundQcow2.DemandAsync(file, cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var target = new FileStream(place, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = GC.AllocateUninitializedArray<byte>(Piece);
        for (int count; (count = await source.ReadAtLeastAsync(buffer, Piece, throwOnEndOfStream: false, cancellationToken)) > 0;)
        {
            var writing = target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            hash.AppendData(buffer, 0, count);
            await writing;
            report((double)source.Position / Math.Max(source.Length, 1));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task ConvertAsync(string file, ImportFormat format, string place, Action<double> report, CancellationToken cancellationToken)
    {
        var (status, errors) = await HostTool.QemuImg.RunAsync(
            ["convert", "-p", "-f", NameOf(format), "-O", "qcow2", "-o", "cluster_size=65536,lazy_refcounts=off", file, place],
            "/",
            (output, stop) => FollowAsync(output, report, stop),
            cancellationToken);
        if (status != 0)
        {
            throw new LodgeException(
                ErrorCode.BadFile, HostTool.QemuImg.Failed($"convert '{file}'", errors).Error.Message, "See that it is whole, and of the format that --format says.");
        }
    }

    // It prints '    (12.34/100%)' and a carriage return.
    private static async Task FollowAsync(Stream output, Action<double> report, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(output, leaveOpen: true);
        var buffer = new char[256];
        for (int count; (count = await reader.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            var text = new string(buffer, 0, count);
            var end = text.LastIndexOf("/100%)", StringComparison.Ordinal);
            var start = end < 0 ? -1 : text.LastIndexOf('(', end);
            if (start >= 0 && double.TryParse(text.AsSpan(start + 1, end - start - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent))
            {
                report(percent / 100);
            }
        }
    }

    // QEMU's names of the formats.
    private static string NameOf(ImportFormat format) => format switch
    {
        ImportFormat.Raw => "raw",
        ImportFormat.Qcow2 => "qcow2",
        ImportFormat.Vmdk => "vmdk",
        ImportFormat.Vhdx => "vhdx",
        _ => "vdi",
    };
}
