using Lodge.Linux.Errors;
using Lodge.Model.Errors;

namespace Lodge.Network.Hosts;

/// <summary>What the host refuses, in the words that people read.</summary>
internal static class HostTrouble
{
    /// <summary>The kernel refused something.</summary>
    /// <param name="what">What could not be done, as the beginning of a sentence.</param>
    /// <param name="failure">Why.</param>
    public static LodgeException Refused(string what, Exception failure) => failure is LinuxException { Name: "EPERM" or "EACCES" }
        ? new LodgeException(ErrorCode.Unsupported, $"{what}: the daemon may not change the host's network.", "Run the daemon as root (it needs CAP_NET_ADMIN).", failure)
        : new LodgeException(ErrorCode.InsufficientResources, $"{what}: {failure.Message}.", "The log of the daemon tells more; 'lodge network repair' makes what is missing.", failure);
}
