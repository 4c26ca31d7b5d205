using Lodge.Engine.Ports;

namespace Lodge.Daemon.Hosting;

/// <summary>Remembers in the run folder which boot of the host has been seen.</summary>
internal sealed class BootMarker(string runFolder) : IBootMarker
{
    // The kernel makes up a new id at each boot: Documentation/admin-guide/sysctl/kernel.rst, random.
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    /// <inheritdoc/>
    public bool ClaimBoot()
    {
        var marker = Path.Combine(runFolder, "boot-id");
        var boot = File.ReadAllText(BootId);
        if (File.Exists(marker) && File.ReadAllText(marker) == boot)
        {
            return false;
        }

        File.WriteAllText(marker, boot);
        return true;
    }
}
