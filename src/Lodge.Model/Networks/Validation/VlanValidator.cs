using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>VLANs of a network, a port group or a card.</summary>
internal static class VlanValidator
{
    // 0 means "no VLAN", and 4,095 is reserved (IEEE 802.1Q, 9.6).
    private const int Least = 1;
    private const int Most = 4094;

    /// <summary>Checks tags and how the guest sees them.</summary>
    public static void Check(VlanDefinition? vlan, Place place)
    {
        if (vlan is null)
        {
            return;
        }

        place.AddIf(vlan.Tags.Count == 0, "tags", "must have at least one entry");
        for (var i = 0; i < vlan.Tags.Count; i++)
        {
            place.Range($"tags[{i}]", vlan.Tags[i], Least, Most);
            place.AddIf(vlan.Tags.Take(i).Contains(vlan.Tags[i]), $"tags[{i}]", $"is {vlan.Tags[i]}, as another one is already");
        }

        place.AddIf(vlan is { Trunk: false, Tags.Count: > 1 }, "trunk", "must be true with several tags, or left out");
        var isTrunk = vlan.Trunk ?? vlan.Tags.Count > 1;
        place.Only(isTrunk, "a trunk", ("native", vlan.Native));
        place.AddIf(isTrunk && vlan.Native is { } native && !vlan.Tags.Contains(native), "native", $"must be one of the tags, and is {vlan.Native}");
    }
}
