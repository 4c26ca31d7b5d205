using Lodge.Model.Errors;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall.Cards;

namespace Lodge.Network.Firewall.Filters;

/// <summary>A rule that a card is held to.</summary>
/// <param name="Chain">The chain that it is in.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Filter">Name of its filter.</param>
/// <param name="Values">Values of its variables.</param>
internal sealed record BoundRule(string Chain, FilterRule Rule, string Filter, FilterVariables Values)
{
    private const int UsualPriority = 500;

    /// <summary>When it is asked.</summary>
    public int Priority => Rule.Priority ?? UsualPriority;

    /// <summary>Whether it looks at single frames.</summary>
    public bool IsBelowConnections => Rule.Match is not { } match || FilterAttributes.IsBelowConnections(match.Protocol);
}

/// <summary>All rules that a filter and those that it includes come to, and when their chains are asked.</summary>
internal sealed class FilterPlan
{
    private const int MostDeep = 64;

    private readonly List<BoundRule> _rules = [];
    private readonly Dictionary<string, int> _chains = [];

    private FilterPlan()
    {
    }

    public IReadOnlyList<BoundRule> Rules => _rules;

    /// <summary>Chains beside the root, with when each is asked.</summary>
    public IReadOnlyDictionary<string, int> Chains => _chains;

    /// <exception cref="LodgeException">A filter does not exist.</exception>
    public static FilterPlan For(Card card, string filter, IReadOnlyDictionary<string, NetworkFilter> filters)
    {
        var plan = new FilterPlan();
        plan.Include(filter, FilterVariables.Of(card), filters, 0);
        return plan;
    }

    private void Include(string name, FilterVariables values, IReadOnlyDictionary<string, NetworkFilter> filters, int depth)
    {
        if (!filters.TryGetValue(name, out var filter) || depth > MostDeep)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"The network filter '{name}' does not exist, or includes itself.", "Define it, or name another one.");
        }

        var chain = filter.Chain ?? "root";
        if (chain != "root")
        {
            _chains.TryAdd(chain, filter.Priority ?? UsualPriority(chain));
        }

        foreach (var entry in filter.Entries.OrEmpty())
        {
            switch (entry)
            {
                case FilterRule rule:
                    _rules.Add(new BoundRule(chain, rule, name, values));
                    break;
                case FilterReference reference:
                    Include(reference.Filter, values.Within(reference), filters, depth + 1);
                    break;
                default:
                    throw new InvalidOperationException($"An entry of a filter of kind {entry.GetType().Name} is not known.");
            }
        }
    }

    // As libvirt's documentation has them.
    private static int UsualPriority(string chain) => chain.Split('-')[0] switch
    {
        "stp" => -810,
        "mac" => -800,
        "vlan" => -750,
        "ipv4" => -700,
        "ipv6" => -600,
        "arp" => -500,
        "rarp" => -400,
        _ => 0,
    };
}
