using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>What each mode needs, and what it has no use for.</summary>
internal static class ModeValidator
{
    public static void Check(NetworkDefinition definition, Place root)
    {
        var mode = definition.Mode;
        var isOwn = mode is not (NetworkMode.Bridge or NetworkMode.Macvtap);
        root.Only(mode == NetworkMode.Nat, "the mode 'nat'", ("nat", definition.Nat));
        root.Only(mode == NetworkMode.Macvtap, "the mode 'macvtap'", ("macvtap", definition.Macvtap));
        root.Only(mode != NetworkMode.Macvtap, "modes with a bridge", ("bridge", definition.Bridge), ("isolatedPorts", definition.IsolatedPorts));
        root.Only(
            isOwn,
            "networks that Lodge makes a bridge for",
            ("dns", definition.Dns), ("domain", definition.Domain), ("routes", definition.Routes), ("mtu", definition.Mtu),
            ("bandwidth", definition.Bandwidth), ("guestIpv6", definition.GuestIpv6), ("forwards", definition.Forwards));
        root.AddIf(!isOwn && definition.Subnets.Count > 0, "subnets", $"must be empty in the mode '{Kebab.Of(mode)}': the host has no address of this network's");
        CheckInterfaces(definition, root);
        CheckBridge(definition, isOwn, root.In("bridge"));
    }

    private static void CheckInterfaces(NetworkDefinition definition, Place root)
    {
        var interfaces = definition.Interfaces.OrEmpty();
        root.Only(definition.Mode is NetworkMode.Nat or NetworkMode.Routed or NetworkMode.Macvtap, "the modes 'nat', 'routed' and 'macvtap'", ("interfaces", definition.Interfaces));
        root.AddIf(definition.Mode == NetworkMode.Macvtap && interfaces.Count == 0, "interfaces", "must name at least one interface of the host in the mode 'macvtap'");
        root.AddIf(definition.Mode is NetworkMode.Nat or NetworkMode.Routed && interfaces.Count > 1, "interfaces", $"may name one interface in the mode '{Kebab.Of(definition.Mode)}', and names {interfaces.Count}");
        for (var i = 0; i < interfaces.Count; i++)
        {
            root.Interface($"interfaces[{i}]", interfaces[i]);
            root.AddIf(interfaces.Take(i).Contains(interfaces[i]), $"interfaces[{i}]", $"is '{interfaces[i]}', as another one is already");
        }
    }

    private static void CheckBridge(NetworkDefinition definition, bool isOwn, Place place)
    {
        place.AddIf(definition.Mode == NetworkMode.Bridge && definition.Bridge?.Name is null, "name", "is missing: in the mode 'bridge' the host's bridge must be named");
        if (definition.Bridge is not { } bridge)
        {
            return;
        }

        place.Interface("name", bridge.Name);
        place.Mac("mac", bridge.Mac);
        place.AddIf(bridge.ForwardDelay is not (null or (>= 0 and <= 30)), "forwardDelay", FormattableString.Invariant($"must be 0 to 30 seconds, and is {bridge.ForwardDelay}"));
        place.Word("zone", bridge.Zone);
        place.Only(
            isOwn || definition.Mode == NetworkMode.Macvtap,
            "bridges that Lodge makes",
            ("mac", bridge.Mac), ("stp", bridge.Stp), ("forwardDelay", bridge.ForwardDelay), ("vlanFiltering", bridge.VlanFiltering),
            ("multicastSnooping", bridge.MulticastSnooping), ("zone", bridge.Zone));
    }
}
