using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Domain;

/// <summary>
/// What Lodge's cards have and libvirt's do not: security groups, and whether frames with others' addresses are dropped.
/// They are found again by MAC address; and by place, where that has changed, as in a copy of the VM.
/// </summary>
/// <param name="Place">Which of the VM's cards, from 0.</param>
/// <param name="Mac">MAC address; null for one that has none yet.</param>
/// <param name="Groups">Its groups; null for the network's.</param>
/// <param name="AntiSpoofing">As the definition has it.</param>
internal sealed record NicExtras(int Place, string? Mac, IReadOnlyList<string>? Groups, bool? AntiSpoofing)
{
    public static IReadOnlyList<NicExtras> Read(Element own) =>
    [
        .. own.Elements.Where(element => element is { Namespace: LodgeExtras.Namespace, Name: "nic" }).Select(nic => new NicExtras(
            nic.NeedInt("place"), nic.Attr("mac"), nic.Attr("groups")?.Split(' ', StringSplitOptions.RemoveEmptyEntries), nic.OnOff("anti-spoofing"))),
    ];

    public static IReadOnlyList<NicExtras> Of(VmDefinition vm) =>
    [
        .. vm.Nics.Select((nic, place) => new NicExtras(place, nic.Mac, nic.Groups, nic.AntiSpoofing))
            .Where(extras => extras.Groups is not null || extras.AntiSpoofing is not null),
    ];

    public static IEnumerable<DeviceDefinition> Restore(IEnumerable<DeviceDefinition> devices, IReadOnlyList<NicExtras> extras)
    {
        var all = devices.ToList();
        var macs = all.OfType<NicDefinition>().Select(nic => nic.Mac).OfType<string>().CountBy(mac => mac).ToDictionary();
        var place = 0;
        foreach (var device in all)
        {
            yield return device is NicDefinition nic ? With(nic, Find(nic.Mac, place++)) : device;
        }

        NicExtras? Find(string? mac, int at) =>
            extras.FirstOrDefault(one => one.Place == at && one.Mac == mac)
            ?? extras.FirstOrDefault(one => one.Mac is not null && one.Mac == mac && macs[one.Mac] == 1)
            ?? extras.FirstOrDefault(one => one.Place == at && (one.Mac is null || !macs.ContainsKey(one.Mac)));
    }

    public void Write(XmlOut output)
    {
        using var nic = output.Element("lodge:nic");
        output.Attr("place", Place).Attr("mac", Mac)
            .Attr("groups", Groups is null ? null : string.Join(' ', Groups)).OnOff("anti-spoofing", AntiSpoofing);
    }

    private static NicDefinition With(NicDefinition nic, NicExtras? extras) =>
        extras is null ? nic : nic with { Groups = extras.Groups, AntiSpoofing = extras.AntiSpoofing };
}
