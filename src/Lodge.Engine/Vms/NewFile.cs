using Lodge.Model.Errors;

namespace Lodge.Engine.Vms;

/// <summary>Files of the host that an operation is told to write.</summary>
internal static class NewFile
{
    /// <summary>Refuses a path that is relative or taken.</summary>
    /// <param name="path">The path.</param>
    /// <param name="verb">What is done to it, for the error: <c>save</c>.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>.</exception>
    public static void ThrowIfUnfit(string path, string verb)
    {
        if (path is not ['/', ..])
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The file to {verb} to must be an absolute path, and is '{path}'.", "Give its whole path, beginning with '/'.");
        }

        if (File.Exists(path) || Directory.Exists(path))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The file to {verb} to exists already: {path}.", $"Choose another name, or delete it first: Lodge never overwrites a file that it is told to {verb} to.");
        }
    }
}
