using Lodge.Cli.App;
using Lodge.Model.Errors;

namespace Lodge.Cli.Work;

/// <summary>Paths that the daemon will open.</summary>
internal static class HostPath
{
    /// <summary>The absolute path; a relative one is taken from the current folder if the daemon is on this host.</summary>
    public static string Absolute(Invocation cli, string path) => (cli.IsRemote, Path.IsPathRooted(path)) switch
    {
        (true, false) => throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"'{path}' is relative, and the daemon is on another host.",
            "Give the absolute path of a file on that host."),
        (true, true) => path,
        _ => Path.GetFullPath(path, cli.Host.Folder),
    };
}
