using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Firewall.Filters;

/// <summary>Which filters include which.</summary>
public static class FilterGraph
{
    /// <summary>Refuses a filter that includes itself, directly or through others, or one that is not there.</summary>
    /// <param name="filter">The filter as it shall be.</param>
    /// <param name="others">All other filters, by name.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: the way round, or what is missing.</exception>
    public static void ThrowIfBroken(NetworkFilter filter, Func<string, NetworkFilter?> others)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Descend(filter, [], []);

        void Descend(NetworkFilter at, IReadOnlyList<string> way, HashSet<string> seen)
        {
            if (way.Contains(at.Name))
            {
                throw new LodgeException(
                    ErrorCode.InvalidArgument,
                    $"The filter '{filter.Name}' would include itself: {string.Join(" -> ", [.. way.SkipWhile(name => name != at.Name), at.Name])}.",
                    "Take one of these references out.");
            }

            foreach (var name in at.Entries.OrEmpty().OfType<FilterReference>().Select(reference => reference.Filter))
            {
                var next = name == filter.Name ? filter : others(name) ?? throw new LodgeException(
                    ErrorCode.InvalidArgument,
                    $"The filter '{at.Name}' includes '{name}', which does not exist.",
                    "Define that one first.");
                if (way.Contains(name) || name == at.Name || seen.Add(name))
                {
                    Descend(next, [.. way, at.Name], seen);
                }
            }
        }
    }
}
