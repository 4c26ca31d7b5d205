using Lodge.Linux.Security;
using Lodge.Model.Host;
using Lodge.Model.Networks;

namespace Lodge.Network.Dnsmasq;

/// <summary>Tells how the processes are confined that lend addresses and answer for names. Pure.</summary>
internal static class DnsmasqProtection
{
    private const string Name = "dnsmasq";

    /// <summary>One line for all networks that run; null when none has such a process.</summary>
    /// <param name="networks">The networks that run.</param>
    /// <param name="hasShim">Whether lodge-launch is there.</param>
    /// <param name="landlock">What the kernel has of Landlock.</param>
    public static SecurityItem? Of(IEnumerable<NetworkRuntime> networks, bool hasShim, LandlockSupport landlock)
    {
        var served = networks.Where(network => network.DnsmasqProcessId is not null).ToArray();
        if (served.Length == 0)
        {
            return null;
        }

        var free = served.Where(network => network.DnsmasqConfined == false).Select(network => network.Definition.Name).Order(StringComparer.Ordinal).ToArray();
        if (free.Length > 0)
        {
            return new SecurityItem(Name, SecurityState.Unavailable, $"that of {string.Join(", ", free)} runs as its own user, but is not confined: {Why(hasShim)}");
        }

        return landlock.IsAvailable
            ? new SecurityItem(Name, SecurityState.Enforced, "each network's reaches only its own files, with six capabilities left")
            : new SecurityItem(Name, SecurityState.Unavailable, $"each network's has six capabilities left, but reaches all files of its user: {landlock.Reason ?? "this kernel has no Landlock"}");
    }

    private static string Why(bool hasShim) => hasShim
        ? "lodge-launch refused, as the daemon's log says; 'lodge network stop' and 'start' try again"
        : "lodge-launch is not there; reinstall Lodge, or set its path, and restart the networks";
}
