using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;

namespace Lodge.Storage.Backends.Files;

/// <summary>The error of a pool without room.</summary>
internal static class FullPool
{
    public static LodgeException Error(PoolAccess pool, LinuxException cause) => new(
        ErrorCode.InsufficientResources, $"The storage pool '{pool.Definition.Name}' has no room left: {cause.Message}.", "Delete what is not needed, or make the pool larger.", cause);

    /// <summary>Whether the kernel refused for lack of room.</summary>
    public static bool Is(IOException failure) => failure is LinuxException { Name: "ENOSPC" or "EDQUOT" } || failure.HResult is 28 or 122 or unchecked((int)0x80070070);
}
