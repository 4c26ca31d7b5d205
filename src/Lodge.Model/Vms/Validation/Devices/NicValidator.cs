using System.Globalization;
using Lodge.Model.Firewall;
using Lodge.Model.Networks.Validation;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Network cards.</summary>
internal static class NicValidator
{
    private const int NicLimit = 32;

    public static void Check(VmDefinition definition, Place root)
    {
        var nics = definition.Nics;
        root.AddIf(nics.Count > NicLimit, "nics", $"may have at most {NicLimit} entries, and has {nics.Count}");
        var addresses = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var interfaces = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, nic) in root.Each("nics", nics))
        {
            CheckMac(nic.Mac, addresses, place);
            CheckVirtio(nic, place);
            CheckRom(nic.Rom, place.In("rom"));
            place.Interface("interface", nic.Interface);
            place.AddIf(nic.Interface is { } name && !interfaces.Add(name), "interface", $"is '{nic.Interface}', as another card's is already");
            BandwidthValidator.Check(nic.Bandwidth, place.In("bandwidth"), mayReserve: nic.Source is NetworkNicSource);
            VlanValidator.Check(nic.Vlan, place.In("vlan"));
            CheckGroups(nic.Groups, place);
            CheckFilter(nic.Filter, place.In("filter"));
        }
    }

    /// <summary>Checks the boot firmware of a card.</summary>
    public static void CheckRom(RomDefinition? rom, Place place)
    {
        place.AbsolutePath("file", rom?.File);
        place.AddIf(rom is { Enabled: false, File: not null }, "file", "is given, while the firmware is switched off");
    }

    private static void CheckMac(string? mac, HashSet<string> taken, Place place)
    {
        if (mac is null)
        {
            return;
        }

        var problem = MacProblem(mac);
        place.AddIf(problem is not null, "mac", problem ?? "");
        place.AddIf(problem is null && !taken.Add(mac), "mac", $"is {mac}, as another card's is already");
    }

    private static void CheckVirtio(NicDefinition nic, Place place)
    {
        place.Range("mtu", nic.Mtu, 68, 65_535);
        place.Range("queues", nic.Queues, 1, 256);
        place.PowerOfTwo("rxQueueSize", nic.RxQueueSize, 256, 1024);
        place.PowerOfTwo("txQueueSize", nic.TxQueueSize, 256, 1024);
        place.Only(
            nic.Model == NicModel.Virtio,
            "the model 'virtio'",
            ("virtio", nic.Virtio), ("mtu", nic.Mtu), ("queues", nic.Queues), ("rxQueueSize", nic.RxQueueSize), ("txQueueSize", nic.TxQueueSize),
            ("datapath", nic.Datapath));
        place.AddIf(
            nic is { Datapath: NicDatapath.Vhost, Source: UserNicSource }, "datapath", "is 'vhost', which is for networks of the host, and the card is in a private one");
    }

    private static void CheckGroups(IReadOnlyList<string>? groups, Place place)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, group) in place.Each("groups", groups))
        {
            if (IdentityValidator.NameProblem(group) is { } problem)
            {
                at.Add("", problem);
            }

            at.AddIf(!names.Add(group), "", $"is '{group}', as another one is already");
        }
    }

    private static void CheckFilter(FilterBinding? filter, Place place)
    {
        place.Word("name", filter?.Name);
        foreach (var (at, parameter) in place.Each("parameters", filter?.Parameters))
        {
            at.AddIf(
                parameter.Name.Length == 0 || !parameter.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'),
                "name", $"must consist of letters, digits and '_', and is '{parameter.Name}'");
            at.Printable("value", parameter.Value, 256, least: 1);
        }
    }

    /// <summary>What is wrong with a MAC address; null when nothing is.</summary>
    public static string? MacProblem(string mac)
    {
        var parts = mac.Split(':');
        if (parts.Length != 6 || !parts.All(part => part.Length == 2 && Texts.IsHex(part)))
        {
            return $"must look like 52:54:00:12:34:56, and is '{mac}'";
        }

        var first = byte.Parse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (first & 1) != 0 ? $"must be a unicast address (an even first byte), and is {mac}" : null;
    }
}
