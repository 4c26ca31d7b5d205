using System.Security.Cryptography;

namespace Lodge.Storage.Images;

/// <summary>SHA-256 in the notation of image manifests and package lists: lower-case hex.</summary>
internal static class FileDigest
{
    public static async Task<string> OfFileAsync(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    /// <summary>Describes a file as an image's manifest does.</summary>
    public static async Task<ImageFile> DescribeAsync(ImageFileRole role, string path, CancellationToken cancellation) =>
        new(role, Path.GetFileName(path), new FileInfo(path).Length, await OfFileAsync(path, cancellation));

    /// <summary>Whether the files of an image are all there, as its manifest says.</summary>
    public static async Task<bool> AreIntactAsync(
        string folder, IEnumerable<ImageFile> files, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path)
                || new FileInfo(path).Length != file.Size
                || await OfFileAsync(path, cancellation) != file.Sha256)
            {
                return false;
            }
        }

        return true;
    }
}
