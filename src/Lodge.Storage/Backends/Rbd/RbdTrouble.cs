using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Rbd;

/// <summary>Turns how a tool of Ceph's ended into an error: its exit status is the kernel's number of an error (errno(3)).</summary>
internal static class RbdTrouble
{
    private const int NotPermitted = 1;
    private const int Missing = 2;
    private const int Refused = 13;
    private const int Busy = 16;
    private const int Taken = 17;
    private const int Full = 28;
    private const int NotEmpty = 39;
    private const int Late = 110;
    private const int OverQuota = 122;

    /// <summary>Whether the image or the pool was not there.</summary>
    public static bool IsMissing(HostToolResult result) => result.ExitCode == Missing;

    public static LodgeException Of(PoolAccess access, string command, HostToolResult result)
    {
        var backend = RbdTool.BackendOf(access);
        return result.ExitCode switch
        {
            NotPermitted or Refused => new LodgeException(
                ErrorCode.FileNotAccessible,
                $"The Ceph cluster of the storage pool '{access.Definition.Name}' does not accept the user '{backend.User}' or its key.",
                "Set the key that 'ceph auth get-key' prints with 'virsh secret-set-value ID --base64 KEY', and look at the user's rights ('profile rbd')."),
            Missing => new LodgeException(
                ErrorCode.NotFound, $"The Ceph cluster has no such pool, namespace or image: {LastLine(result)}", $"Look with 'rbd ls {backend.Pool}' what there is."),
            Taken => new LodgeException(ErrorCode.InvalidState, $"There is such an image already: {LastLine(result)}", "Choose another name."),
            Busy => new LodgeException(ErrorCode.ImageInUse, $"Somebody has the image open: {LastLine(result)}", "Stop the VM or program that uses it."),
            NotEmpty => new LodgeException(ErrorCode.ImageInUse, $"The image has snapshots: {LastLine(result)}", "Delete those first ('rbd snap ls' shows them); images may be based on them."),
            Full or OverQuota => new LodgeException(ErrorCode.InsufficientResources, $"The storage pool '{access.Definition.Name}' has no room left.", "Delete what is not needed, or add disks to the cluster."),
            Late => new LodgeException(
                ErrorCode.Timeout, $"The Ceph cluster of the storage pool '{access.Definition.Name}' does not answer.", "Look whether its monitors and OSDs run and can be reached from here."),
            _ => new LodgeException(ErrorCode.StorageFailed, $"rbd {command} failed with {result.ExitCode}: {LastLine(result)}"),
        };
    }

    // Lines of the library's own log begin with a time.
    private static string LastLine(HostToolResult result) => result.Errors
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .LastOrDefault(line => line.StartsWith("rbd: ", StringComparison.Ordinal))?["rbd: ".Length..] ?? "it does not say why.";
}
