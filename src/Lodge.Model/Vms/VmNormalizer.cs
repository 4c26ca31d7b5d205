using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms;

/// <summary>Fills in what a definition leaves open and what must then never change: id, disk names, MAC addresses.</summary>
public static class VmNormalizer
{
    /// <summary>Completes <paramref name="definition"/>; what is given stays. Gives the same answer for the same input once there is an id.</summary>
    /// <param name="definition">The definition, valid.</param>
    /// <param name="previous">What it replaces: left-open values of the same position are taken from there.</param>
    public static VmDefinition Complete(VmDefinition definition, VmDefinition? previous = null)
    {
        var id = previous?.Id ?? (definition.Id == Guid.Empty ? Guid.CreateVersion7() : definition.Id);
        return definition with
        {
            Id = id,
            Disks = [.. NameDisks(definition.Disks, previous?.Disks ?? [])],
            Nics = [.. AddressNics(id, definition.Nics, previous?.Nics ?? [])],
        };
    }

    private static IEnumerable<DiskDefinition> NameDisks(IReadOnlyList<DiskDefinition> disks, IReadOnlyList<DiskDefinition> previous)
    {
        var taken = disks.Select(disk => disk.Name).OfType<string>().ToHashSet();
        for (var i = 0; i < disks.Count; i++)
        {
            var same = i < previous.Count && previous[i].Source == disks[i].Source ? previous[i] : null;
            var name = disks[i].Name ?? (same?.Name is { } old && taken.Add(old) ? old : FreeDiskName(taken));
            yield return disks[i] with { Name = name, Format = disks[i].Format ?? same?.Format };
        }
    }

    private static string FreeDiskName(HashSet<string> taken)
    {
        for (var letter = 'a'; ; letter++)
        {
            if (taken.Add($"vd{letter}"))
            {
                return $"vd{letter}";
            }
        }
    }

    private static IEnumerable<NicDefinition> AddressNics(Guid id, IReadOnlyList<NicDefinition> nics, IReadOnlyList<NicDefinition> previous)
    {
        for (var i = 0; i < nics.Count; i++)
        {
            var mac = nics[i].Mac?.ToLowerInvariant() ?? (i < previous.Count ? previous[i].Mac : null) ?? MakeMac(id, i);
            yield return nics[i] with { Mac = mac };
        }
    }

    // 52:54:00 is the prefix that QEMU guests use by convention; the rest follows from the VM's id.
    private static string MakeMac(Guid id, int index)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id:N}/{index}")));
        return string.Create(CultureInfo.InvariantCulture, $"52:54:00:{hash[0]:x2}:{hash[1]:x2}:{hash[2]:x2}");
    }
}
