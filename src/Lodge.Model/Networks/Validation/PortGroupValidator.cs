using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Bandwidth, VLANs, port groups and security groups of a network.</summary>
internal static class PortGroupValidator
{
    public static void Check(NetworkDefinition definition, Place root)
    {
        BandwidthValidator.Check(definition.Bandwidth, root.In("bandwidth"), mayReserve: false);
        CheckVlan(definition.Vlan, definition, root);
        CheckSecurityGroups(definition.Groups, root);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var isDefault = "";
        foreach (var (place, group) in root.Each("portGroups", definition.PortGroups))
        {
            place.Word("name", group.Name);
            place.AddIf(!names.Add(group.Name), "name", $"is '{group.Name}', as that of another port group is already");
            place.AddIf(group.Default == true && isDefault.Length > 0, "default", $"is true, and {isDefault} is the default already");
            isDefault = group.Default == true && isDefault.Length == 0 ? place.Path : isDefault;
            BandwidthValidator.Check(group.Bandwidth, place.In("bandwidth"), mayReserve: true);
            CheckVlan(group.Vlan, definition, place);
        }
    }

    private static void CheckVlan(VlanDefinition? vlan, NetworkDefinition definition, Place place)
    {
        VlanValidator.Check(vlan, place.In("vlan"));
        place.AddIf(
            vlan is not null && definition.Mode is not (NetworkMode.Bridge or NetworkMode.Macvtap) && definition.Bridge?.VlanFiltering != true,
            "vlan",
            "is given, and the bridge does not tell VLANs apart; set bridge.vlanFiltering");
    }

    private static void CheckSecurityGroups(IReadOnlyList<string>? groups, Place root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, group) in root.Each("groups", groups))
        {
            place.Name("", group, "a security group");
            place.AddIf(!names.Add(group), "", $"is '{group}', as another one is already");
        }
    }
}
