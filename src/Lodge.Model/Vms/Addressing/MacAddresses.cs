using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Addressing;

/// <summary>MAC addresses of network cards.</summary>
internal static class MacAddresses
{
    /// <summary>Gives one to each card that has none; writes all alike.</summary>
    /// <param name="devices">The VM's devices.</param>
    /// <param name="vmId">The VM.</param>
    /// <param name="alsoTaken">What other cards of the same VM have.</param>
    /// <param name="isTaken">Whether another VM has an address, in lower case; null when nobody knows.</param>
    public static void Give(List<DeviceDefinition> devices, Guid vmId, IEnumerable<string> alsoTaken, Func<string, bool>? isTaken)
    {
        var taken = devices.OfType<NicDefinition>().Select(nic => nic.Mac?.ToLowerInvariant()).OfType<string>().ToHashSet();
        taken.UnionWith(alsoTaken);
        var index = 0;
        for (var i = 0; i < devices.Count; i++)
        {
            if (devices[i] is NicDefinition nic)
            {
                devices[i] = nic with { Mac = nic.Mac?.ToLowerInvariant() ?? Free(vmId, index, taken, isTaken) };
                index++;
            }
        }
    }

    private static string Free(Guid vmId, int index, HashSet<string> taken, Func<string, bool>? isTaken)
    {
        var mac = Make(vmId, index);
        while (!taken.Add(mac) || isTaken?.Invoke(mac) == true)
        {
            mac = Make(vmId, ++index);
        }

        return mac;
    }

    // 52:54:00 is the prefix that QEMU guests use by convention; the rest follows from the VM's id.
    private static string Make(Guid id, int index)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id:N}/{index}")));
        return string.Create(CultureInfo.InvariantCulture, $"52:54:00:{hash[0]:x2}:{hash[1]:x2}:{hash[2]:x2}");
    }
}
