namespace Lodge.Network.HostBridges;

/// <summary>Tells one boot of the host from another.</summary>
internal static class KernelBoot
{
    /// <summary>A name that the kernel makes up when it boots (random(4)).</summary>
    public static string Id => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
