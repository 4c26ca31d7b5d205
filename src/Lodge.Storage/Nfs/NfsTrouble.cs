using Lodge.Model.Errors;

namespace Lodge.Storage.Nfs;

/// <summary>Errors of NFS servers (RFC 1813, section 2.6: <c>nfsstat3</c>; 5.1.5: <c>mountstat3</c>).</summary>
internal static class NfsTrouble
{
    /// <summary>There is no such file.</summary>
    public const uint Missing = 2;

    /// <exception cref="LodgeException">The status is an error.</exception>
    public static void ThrowIf(uint status, string place, string? name)
    {
        if (status == 0)
        {
            return;
        }

        var what = name is null ? place : $"{place}/{name}";
        throw status switch
        {
            1 or 13 => new LodgeException(
                ErrorCode.FileNotAccessible, $"The NFS server does not allow it at '{what}'.", "Look at the export's access list, whether it takes clients from ports of 1024 and above ('insecure'), and as whom it lets them in."),
            Missing => new LodgeException(ErrorCode.NotFound, $"The NFS server has no '{what}'.", "Correct the export's path in the pool's definition."),
            17 => new LodgeException(ErrorCode.InvalidState, $"There is a file of this name at '{what}' already.", "Choose another name."),
            28 or 69 => new LodgeException(ErrorCode.InsufficientResources, $"The NFS server has no room left at '{what}'.", "Delete what is not needed, or make room there."),
            30 => new LodgeException(ErrorCode.FileNotAccessible, $"The NFS server lets '{what}' be read only.", "Let it be written in the server's exports."),
            70 => new LodgeException(ErrorCode.StorageFailed, $"'{what}' was taken away on the NFS server meanwhile.", "Try again."),
            _ => new LodgeException(ErrorCode.StorageFailed, $"The NFS server refused at '{what}' (error {status})."),
        };
    }

    public static LodgeException Unreachable(string place, Exception cause) => new(
        cause is TimeoutException ? ErrorCode.Timeout : ErrorCode.StorageFailed, $"The NFS server of '{place}' cannot be used: {cause.Message}.", "Look whether it runs, speaks NFS version 3, and can be reached from here.", cause);
}
