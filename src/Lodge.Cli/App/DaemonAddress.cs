using System.Globalization;
using Lodge.Cli.Terminal;
using Lodge.Client;
using Lodge.Model.Errors;

namespace Lodge.Cli.App;

/// <summary>Finds out which daemon is meant.</summary>
internal static class DaemonAddress
{
    private const string SystemSocket = "/run/lodge/api.sock";

    /// <summary>The daemon that options and environment name, else the system's, else this user's own.</summary>
    public static LodgeAddress Find(string? socket, string? url, string? root, CliHost host)
    {
        if (new[] { socket, url, root }.Count(given => given is not null) > 1)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, "--socket, --url and --root exclude each other.", "Name the daemon in one way.");
        }

        return (socket, url, root) switch
        {
            ({ } path, _, _) => Socket(path, host),
            (_, { } address, _) => LodgeAddress.Parse(address),
            (_, _, { } folder) => Socket(Path.Combine(folder, "run", "api.sock"), host),
            _ => host.Environment("LODGE_SOCKET") is { Length: > 0 } text ? Named(text, host) : Default(host),
        };
    }

    private static LodgeAddress Named(string text, CliHost host) =>
        text.Contains(':') ? LodgeAddress.Parse(text) : Socket(text, host);

    private static LodgeAddress Socket(string path, CliHost host) => LodgeAddress.UnixSocket(Path.GetFullPath(path, host.Folder));

    private static LodgeAddress Default(CliHost host)
    {
        var user = LibC.GetEffectiveUserId();
        if (user == 0 || LibC.Access(SystemSocket, LibC.MayWrite) == 0)
        {
            return LodgeAddress.UnixSocket(SystemSocket);
        }

        var runtime = host.Environment("XDG_RUNTIME_DIR") is { Length: > 0 } folder
            ? folder
            : $"/run/user/{user.ToString(CultureInfo.InvariantCulture)}";
        return LodgeAddress.UnixSocket(Path.Combine(runtime, "lodge", "api.sock"));
    }
}
