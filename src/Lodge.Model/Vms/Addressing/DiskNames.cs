using System.Globalization;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Addressing;

/// <summary>Names of disks: a prefix of the bus and a letter, as guests and libvirt count them.</summary>
internal static class DiskNames
{
    private static readonly string[] Prefixes = ["vd", "sd", "hd", "fd"];

    /// <summary>Names the disks that have no name.</summary>
    public static void Give(List<DeviceDefinition> devices, MachineType machine, IEnumerable<string> alsoTaken)
    {
        var taken = devices.OfType<DiskDefinition>().Select(disk => disk.Name).OfType<string>().ToHashSet();
        taken.UnionWith(alsoTaken);
        for (var i = 0; i < devices.Count; i++)
        {
            if (devices[i] is DiskDefinition { Name: null } disk)
            {
                devices[i] = disk with { Name = Free(disk.BusOn(machine), taken) };
            }
        }
    }

    /// <summary>The number in a name of the usual form, 0 for <c>vda</c>; null for another name.</summary>
    public static int? IndexOf(string name)
    {
        if (name.StartsWith("nvme", StringComparison.Ordinal) && int.TryParse(name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (name.Length is < 3 or > 5 || !Prefixes.Contains(name[..2]) || !name.Skip(2).All(char.IsAsciiLetterLower))
        {
            return null;
        }

        return name.Skip(2).Aggregate(0, (sum, letter) => (sum * 26) + (letter - 'a' + 1)) - 1;
    }

    private static string Free(DiskBus bus, HashSet<string> taken)
    {
        for (var i = 0; ; i++)
        {
            var name = bus switch
            {
                DiskBus.Virtio => "vd" + Letters(i),
                DiskBus.Ide => "hd" + Letters(i),
                DiskBus.Fdc => "fd" + Letters(i),
                DiskBus.Nvme => string.Create(CultureInfo.InvariantCulture, $"nvme{i}"),
                _ => "sd" + Letters(i),
            };
            if (taken.Add(name))
            {
                return name;
            }
        }
    }

    private static string Letters(int index) =>
        (index >= 26 ? Letters((index / 26) - 1) : "") + (char)('a' + (index % 26));
}
