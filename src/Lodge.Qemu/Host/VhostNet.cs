using Lodge.Linux.Errors;
using Lodge.Linux.Files;

namespace Lodge.Qemu.Host;

/// <summary>Whether the kernel carries packets between virtio cards and taps itself (vhost-net).</summary>
internal static class VhostNet
{
    private const string DevicePath = "/dev/vhost-net";

    /// <summary>Whether its device can be opened; the first opening loads the module, where there is one.</summary>
    public static bool IsUsable()
    {
        try
        {
            LinuxFile.Open(DevicePath, OpenFlags.ReadWrite).Dispose();
            return true;
        }
        catch (LinuxException)
        {
            return false; // QEMU does it.
        }
    }
}
