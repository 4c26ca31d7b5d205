using Lodge.Model.Errors;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Networks.Validation;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Firewall.Validation;

/// <summary>Checks what can be checked of a network filter alone. All flaws are collected.</summary>
public static class NetworkFilterValidator
{
    private const int LowestPriority = -1000;
    private const int HighestPriority = 1000;
    private const int EntryLimit = 1000;
    private const int ChainLimit = 64;

    private static readonly string[] s_chains = ["root", "mac", "vlan", "stp", "arp", "rarp", "ipv4", "ipv6"];

    /// <summary>All flaws of <paramref name="filter"/>; empty when it is sound.</summary>
    public static IReadOnlyList<Flaw> Check(NetworkFilter filter)
    {
        var root = Place.Root();
        root.Name("name", filter.Name, "a network filter");
        root.AddIf(filter.Chain is { } chain && !IsChain(chain), "chain", $"must be {string.Join(", ", s_chains)}, or one of these with '-' and more behind it, and is '{filter.Chain}'");
        root.Range("priority", filter.Priority, LowestPriority, HighestPriority);
        root.AddIf(filter.Entries?.Count > EntryLimit, "entries", $"may have at most {EntryLimit} entries, and has {filter.Entries?.Count}");
        foreach (var (place, entry) in root.Each("entries", filter.Entries))
        {
            if (entry is FilterReference reference)
            {
                place.Name("filter", reference.Filter, "a network filter");
            }
            else if (entry is FilterRule rule)
            {
                CheckRule(rule, place);
            }
        }

        return root.Flaws;
    }

    /// <summary>Refuses a filter with flaws.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming every flaw.</exception>
    public static void ThrowIfFlawed(NetworkFilter filter)
    {
        var flaws = Check(filter);
        if (flaws.Count > 0)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"The network filter '{filter.Name}' is not valid: {string.Join("; ", flaws)}.",
                "Correct it and try again; nothing was changed.");
        }
    }

    private static void CheckRule(FilterRule rule, Place place)
    {
        place.Range("priority", rule.Priority, LowestPriority, HighestPriority);
        if (rule.Match is not { Attributes: { } attributes } match)
        {
            return;
        }

        var known = FilterAttributes.Of(match.Protocol);
        foreach (var name in attributes.Select(attribute => attribute.Name).Where(name => !known.Contains(name)))
        {
            place.Add("match", $"has no attribute '{name}' for {match.Protocol}");
        }

        foreach (var attribute in attributes)
        {
            place.AddIf(FilterValues.Flaw(attribute.Name, attribute.Value) is not null, "match", $"has '{attribute.Value}' for '{attribute.Name}', which must be {FilterValues.Flaw(attribute.Name, attribute.Value)} or a variable");
        }

        foreach (var twice in attributes.GroupBy(attribute => attribute.Name).Where(same => same.Count() > 1))
        {
            place.Add("match", $"names '{twice.Key}' more than once");
        }
    }

    private static bool IsChain(string chain) =>
        chain.Length <= ChainLimit && chain.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        && (s_chains.Contains(chain) || s_chains.Skip(1).Any(kind => chain.StartsWith(kind + "-", StringComparison.Ordinal)));
}
