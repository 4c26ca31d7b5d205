using Lodge.Libvirt.Errors;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>How a guest is when it is brought back (virDomainSaveRestoreFlags).</summary>
internal static class SavedFlags
{
    /// <summary>Both flags. That the host's cache is left out changes nothing for a client, and is not known here.</summary>
    public const uint All = Running | Paused;

    private const uint Running = 2;
    private const uint Paused = 4;

    /// <summary>Whether the guest stands still; null when that is not said.</summary>
    /// <exception cref="LibvirtException">Both are said.</exception>
    public static bool? IsPaused(uint flags) => (flags & All) switch
    {
        Running => false,
        Paused => true,
        0 => null,
        _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "running and paused flags are mutually exclusive"),
    };
}
