using Lodge.Model.Errors;
using Lodge.Model.Networks.Validation;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Firewall.Validation;

/// <summary>Checks what can be checked of a security group alone. All flaws are collected.</summary>
public static class SecurityGroupValidator
{
    private const int RuleDescriptionLimit = 200;
    private const int RuleLimit = 1000;

    /// <summary>All flaws of <paramref name="group"/>; empty when it is sound.</summary>
    public static IReadOnlyList<Flaw> Check(SecurityGroup group)
    {
        var root = Place.Root();
        root.Name("name", group.Name, "a security group");
        root.About(null, group.Description);
        root.AddIf(group.Rules?.Count > RuleLimit, "rules", $"may have at most {RuleLimit} entries, and has {group.Rules?.Count}");
        foreach (var (place, rule) in root.Each("rules", group.Rules))
        {
            CheckRule(rule, place);
        }

        return root.Flaws;
    }

    /// <summary>Refuses a group with flaws.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming every flaw.</exception>
    public static void ThrowIfFlawed(SecurityGroup group)
    {
        var flaws = Check(group);
        if (flaws.Count > 0)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                flaws.Count == 1
                    ? $"The security group '{group.Name}' is not valid: {flaws[0]}."
                    : $"The security group '{group.Name}' has {flaws.Count} errors: {string.Join("; ", flaws)}.",
                "Correct it and try again; nothing was changed.");
        }
    }

    private static void CheckRule(SecurityRule rule, Place place)
    {
        place.Only(
            rule.Protocol is RuleProtocol.Tcp or RuleProtocol.Udp, "the protocols 'tcp' and 'udp'", ("port", rule.Port), ("lastPort", rule.LastPort));
        place.Ports(rule.Port, rule.LastPort);
        place.AddIf(rule.Address is not null && rule.Group is not null, "group", "excludes an address; leave one of them out");
        place.AddressOrNetwork("address", rule.Address);
        place.Name("group", rule.Group, "a security group");
        place.OneLine("description", rule.Description, RuleDescriptionLimit);
    }
}
