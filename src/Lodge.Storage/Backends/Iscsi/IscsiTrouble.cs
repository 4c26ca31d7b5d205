using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Iscsi;

/// <summary>Turns what libiscsi's tools said into an error. The only place that goes by their words, which they have instead of numbers.</summary>
internal static class IscsiTrouble
{
    /// <summary>Whether the target answered, and has no such disk.</summary>
    public static bool IsNoDisk(HostToolResult result) =>
        Says(result, "LOGICAL_UNIT_NOT_SUPPORTED") || Says(result, "failed to send readcapacity command") || Says(result, "INVALID_OPERATION_CODE");

    public static LodgeException Of(PoolAccess pool, HostToolResult result) =>
        Says(result, "Authentication failure") || Says(result, "Authorization failure") || Says(result, "authentication")
            ? new LodgeException(
                ErrorCode.FileNotAccessible,
                $"The iSCSI target of the storage pool '{pool.Definition.Name}' does not accept the user '{IscsiTools.BackendOf(pool).Chap?.User}' or the password.",
                "Check the user of the pool and the value of its secret ('virsh secret-set-value').")
            : new LodgeException(
                ErrorCode.StorageFailed, $"The iSCSI target of the storage pool '{pool.Definition.Name}' cannot be reached: {LastLine(result)}", "Look whether its server runs and can be reached from here.");

    private static bool Says(HostToolResult result, string words) => Words(result).Contains(words, StringComparison.Ordinal);

    // Some of it is said as if it was a result.
    private static string Words(HostToolResult result) => $"{result.Output}\n{result.Errors}";

    private static string LastLine(HostToolResult result) =>
        Words(result).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "the tool does not say why.";
}
