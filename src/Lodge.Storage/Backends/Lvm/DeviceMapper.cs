using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>The part of the kernel that shows logical volumes as devices.</summary>
internal static class DeviceMapper
{
    private const string Drivers = "/proc/misc";

    private static readonly HostTool s_dmsetup = new("dmsetup", "dmsetup");

    /// <summary>Whether this kernel has it, loaded.</summary>
    public static bool IsThere => File.ReadLines(Drivers).Any(line => line.EndsWith(" device-mapper", StringComparison.Ordinal));

    /// <summary>Whether this kernel has it; a module is loaded.</summary>
    public static async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!IsThere)
        {
            await s_dmsetup.RunAsync(["version"], "/", cancellationToken);
        }

        return IsThere;
    }
}
