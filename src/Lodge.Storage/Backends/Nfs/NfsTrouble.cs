using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Nfs;

/// <summary>Turns what mount.nfs said into an error. The only place that goes by its words, which it has instead of numbers.</summary>
internal static class NfsTrouble
{
    /// <summary>The error to show.</summary>
    public static LodgeException Of(NfsPoolBackend backend, string words)
    {
        var said = string.Join(' ', words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Replace("mount.nfs: ", "", StringComparison.Ordinal);
        var message = $"'{NfsArguments.Source(backend)}' cannot be mounted: {(said.Length == 0 ? "mount.nfs does not say why." : said)}";
        return said switch
        {
            _ when Says(said, "No such device", "unknown filesystem") =>
                new LodgeException(ErrorCode.Unsupported, message, "This kernel has no NFS. Load its module with 'modprobe nfs', or let QEMU reach the server itself: --nfs-direct."),
            _ when Says(said, "Connection refused", "Connection timed out", "No route to host", "Network is unreachable", "Failed to resolve", "Name or service") =>
                new LodgeException(ErrorCode.Unreachable, message, $"See that the server answers: 'rpcinfo {backend.Host}', and that its name is right."),
            _ when Says(said, "access denied", "No such file or directory", "not exported") =>
                new LodgeException(ErrorCode.FileNotAccessible, message, $"See what the server lets this host mount: 'showmount -e {backend.Host}'."),
            _ when Says(said, "Protocol not supported", "requested NFS version") => new LodgeException(ErrorCode.Unsupported, message, "Leave the version out, or name one that the server has."),
            _ when Says(said, "rpc.statd") => new LodgeException(ErrorCode.Unsupported, message, "Start rpc.statd (package nfs-common), or use version 4, which needs none."),
            _ => new LodgeException(ErrorCode.StorageFailed, message),
        };
    }

    private static bool Says(string words, params ReadOnlySpan<string> any)
    {
        foreach (var piece in any)
        {
            if (words.Contains(piece, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
