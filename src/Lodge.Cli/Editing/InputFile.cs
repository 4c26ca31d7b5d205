using Lodge.Cli.App;
using Lodge.Model.Errors;

namespace Lodge.Cli.Editing;

/// <summary>Reads what a command line names as <c>FILE</c> or <c>-</c>.</summary>
internal static class InputFile
{
    // The daemon takes bodies up to 1 MiB; this only keeps a mistake from filling memory.
    private const int Largest = 8 * 1024 * 1024;

    /// <summary>The bytes of the file, or of standard input.</summary>
    public static async Task<byte[]> ReadAsync(Invocation cli, string file, CancellationToken cancellationToken)
    {
        if (file == "-")
        {
            return await ReadAllAsync(cli.Host.Io.InputBytes, "standard input", cancellationToken);
        }

        var path = Path.GetFullPath(file, cli.Host.Folder);
        try
        {
            await using var stream = File.OpenRead(path);
            return await ReadAllAsync(stream, path, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LodgeException(ErrorCode.FileNotFound, $"The file {path} does not exist.", "Check the path, or use - for standard input.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LodgeException(ErrorCode.FileNotAccessible, $"The file {path} cannot be read with your rights.", null, e);
        }
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            all.Write(buffer, 0, count);
            if (all.Length > Largest)
            {
                throw new LodgeException(
                    ErrorCode.TooLarge, $"What comes from {name} is too large for a definition.", "A definition is JSON of a few kilobytes.");
            }
        }

        return all.ToArray();
    }
}
