using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall.Cards;

namespace Lodge.Network.Firewall.Filters;

/// <summary>
/// Values of a filter's variables for a card: what the card says, then what the reference to the filter says, then what is
/// known of the card: <c>MAC</c>, <c>IP</c>, <c>IPV6</c>.
/// </summary>
internal sealed partial class FilterVariables
{
    private readonly Card _card;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _values;

    private FilterVariables(Card card, IReadOnlyDictionary<string, IReadOnlyList<string>> values) => (_card, _values) = (card, values);

    /// <summary>Those of a card.</summary>
    public static FilterVariables Of(Card card)
    {
        var known = new Dictionary<string, IReadOnlyList<string>>
        {
            ["MAC"] = [card.Mac],
            ["IP"] = Addresses(card, AddressFamily.InterNetwork),
            ["IPV6"] = Addresses(card, AddressFamily.InterNetworkV6),
        };
        return new FilterVariables(card, With(known, card.Plugged.Nic.Filter?.Parameters));
    }

    /// <summary>Those that a filter sees which another one refers to.</summary>
    public FilterVariables Within(FilterReference reference)
    {
        var given = (_card.Plugged.Nic.Filter?.Parameters).OrEmpty().Select(parameter => parameter.Name).ToHashSet();
        return new FilterVariables(_card, With(_values, [.. reference.Parameters.OrEmpty().Where(parameter => !given.Contains(parameter.Name))]));
    }

    /// <summary>
    /// What attributes say with values in the place of variables: once for each value of a list, and for each combination of
    /// lists that are not gone through together.
    /// </summary>
    /// <param name="filter">Name of the filter.</param>
    /// <param name="attributes">The attributes.</param>
    /// <param name="anyIfUnknown">Whether an address that is not known yet is any, rather than none.</param>
    /// <exception cref="LodgeException">A variable has no value.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Expand(string filter, IReadOnlyList<FilterAttribute> attributes, bool anyIfUnknown)
    {
        var uses = attributes.Select(attribute => (attribute.Name, Use: Use.Of(attribute.Value), attribute.Value)).ToList();
        var rounds = uses.Where(use => use.Use is { Iterator: not null }).GroupBy(use => use.Use!.Iterator!.Value)
            .ToDictionary(group => group.Key, group => group.Max(use => Math.Max(1, Values(filter, use.Use!).Count)));
        IEnumerable<IReadOnlyDictionary<int, int>> steps = [new Dictionary<int, int>()];
        foreach (var (iterator, count) in rounds)
        {
            steps = steps.SelectMany(step => Enumerable.Range(0, count).Select(at => new Dictionary<int, int>(step) { [iterator] = at }));
        }

        return [.. steps.Select(step => uses
                .Select(use => (use.Name, Value: use.Use is null ? use.Value : Value(filter, use.Use, step)))
                .ToList())
            .Where(pairs => anyIfUnknown || pairs.TrueForAll(pair => pair.Value is not null))
            .Select(pairs => pairs.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!))];
    }

    private string? Value(string filter, Use use, IReadOnlyDictionary<int, int> step)
    {
        var values = Values(filter, use);
        var at = use.Iterator is { } iterator ? step[iterator] : use.Index;
        return values.Count switch
        {
            0 => null,
            1 => values[0],
            _ => at < values.Count ? values[at] : throw Refusal(filter, $"'{use.Variable}' has {values.Count} values, and another list that is gone through with it has more"),
        };
    }

    private IReadOnlyList<string> Values(string filter, Use use) =>
        _values.TryGetValue(use.Variable, out var values) ? values : throw Refusal(filter, $"the variable '{use.Variable}' has no value");

    private LodgeException Refusal(string filter, string why) => new(
        ErrorCode.InvalidArgument,
        $"The network filter '{filter}' cannot hold card {_card.Plugged.Plug.Alias} of VM '{_card.Plugged.Plug.VmName}': {why}.",
        "Give it as a parameter of the card's filter.");

    private static IReadOnlyList<string> Addresses(Card card, AddressFamily family) =>
        [.. card.Addresses.Where(address => address.AddressFamily == family).Select(address => address.ToString())];

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> With(
        IReadOnlyDictionary<string, IReadOnlyList<string>> values, IReadOnlyList<FilterParameter>? parameters)
    {
        var all = new Dictionary<string, IReadOnlyList<string>>(values);
        foreach (var same in parameters.OrEmpty().GroupBy(parameter => parameter.Name))
        {
            all[same.Key] = [.. same.Select(parameter => parameter.Value)];
        }

        return all;
    }

    [GeneratedRegex(@"^\$([A-Za-z0-9_]+)(?:\[(@?)([0-9]{1,4})\])?$")]
    private static partial Regex Pattern();

    // $NAME goes through its list with the first iterator, $NAME[@2] with the second, $NAME[2] is one of the list.
    private sealed record Use(string Variable, int? Iterator, int Index)
    {
        public static Use? Of(string value)
        {
            var match = Pattern().Match(value);
            if (!match.Success)
            {
                return null;
            }

            var number = match.Groups[3].Success ? int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) : 0;
            var isFixed = match.Groups[3].Success && match.Groups[2].Value.Length == 0;
            return new Use(match.Groups[1].Value, isFixed ? null : number, isFixed ? number : 0);
        }
    }
}
