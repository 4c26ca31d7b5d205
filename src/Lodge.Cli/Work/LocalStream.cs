using Lodge.Cli.App;
using Lodge.Model.Errors;

namespace Lodge.Cli.Work;

/// <summary>Files here that a command copies from or to.</summary>
internal static class LocalStream
{
    /// <summary>Stands for standard input or output.</summary>
    public const string Standard = "-";

    /// <summary>Opens a file, or what stands for it.</summary>
    /// <param name="cli">The command.</param>
    /// <param name="file">The path; null or <see cref="Standard"/> for standard input or output.</param>
    /// <param name="standard">Gives that one.</param>
    /// <param name="mode">How a file is opened: to be read for <see cref="FileMode.Open"/>, else to be written.</param>
    /// <exception cref="LodgeException">It cannot be opened.</exception>
    public static Stream Open(Invocation cli, string? file, Func<Stream> standard, FileMode mode)
    {
        if (file is null or Standard)
        {
            return standard();
        }

        var path = Path.GetFullPath(file, cli.Host.Folder);
        try
        {
            return new FileStream(path, mode, mode == FileMode.Open ? FileAccess.Read : FileAccess.Write);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                failure is FileNotFoundException ? ErrorCode.FileNotFound : ErrorCode.FileNotAccessible,
                $"{path} cannot be opened: {failure.Message}",
                cause: failure);
        }
    }
}
