using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Tiny;

/// <summary>The busybox of the guest, unpacked, which the build itself uses to decompress modules.</summary>
/// <param name="ProgramPath">The program.</param>
internal sealed record Busybox(string ProgramPath)
{
    private const UnixFileMode ForOwnerToRun =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Unpacks a busybox package into a folder.</summary>
    /// <exception cref="InvalidDataException">The package holds no busybox.</exception>
    public static async Task<Busybox> UnpackAsync(string package, string folder, CancellationToken cancellation)
    {
        var program = Path.Combine(folder, "busybox");
        await DebianPackage.UnpackAsync(
            package, path => path is "bin/busybox" or "usr/bin/busybox" ? program : null, cancellation);
        if (!File.Exists(program))
        {
            throw new InvalidDataException("there is no busybox in its package");
        }

        File.SetUnixFileMode(program, ForOwnerToRun);
        return new(program);
    }

    public Task<byte[]> ReadAsync(CancellationToken cancellation) => File.ReadAllBytesAsync(ProgramPath, cancellation);

    /// <summary>Decompresses an .xz file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public async Task<byte[]> DecompressAsync(string path, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        var (exitCode, errors) = await new HostTool(ProgramPath, "busybox-static").RunAsync(
            ["xz", "-dc", path],
            Path.GetDirectoryName(path)!,
            (stream, stop) => stream.CopyToAsync(content, stop),
            cancellation);
        return exitCode == 0
            ? content.ToArray()
            : throw new InvalidDataException($"{Path.GetFileName(path)} cannot be decompressed: {errors.Trim()}");
    }
}
