using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Primitives;

/// <summary>
/// Numbers of processors or NUMA nodes of the host. Written as libvirt and the kernel write them: numbers and ranges
/// (<c>0-3,8</c>); read from that, with <c>^2</c> to take a number out again that stands before it.
/// </summary>
[JsonConverter(typeof(CpuSetConverter))]
public sealed class CpuSet : IEquatable<CpuSet>
{
    /// <summary>The largest number that a set can hold; no kernel has more processors.</summary>
    public const int Largest = 8191;

    private readonly ImmutableSortedSet<int> _numbers;

    private CpuSet(ImmutableSortedSet<int> numbers) => _numbers = numbers;

    /// <summary>No processor.</summary>
    public static CpuSet Empty { get; } = new([]);

    /// <summary>The numbers, ascending.</summary>
    public IReadOnlyList<int> Numbers => _numbers;

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Count;

    /// <summary>The set of these numbers.</summary>
    /// <param name="numbers">Each 0 to <see cref="Largest"/>, in any order.</param>
    public static CpuSet Of(params IEnumerable<int> numbers)
    {
        var set = numbers.ToImmutableSortedSet();
        return set.Count == 0 || (set[0] >= 0 && set[^1] <= Largest)
            ? new CpuSet(set)
            : throw new ArgumentOutOfRangeException(nameof(numbers), $"Numbers of processors are 0 to {Largest}.");
    }

    /// <summary>Reads a list such as <c>0-3,^2,8</c>; blanks around its parts do not matter.</summary>
    /// <returns>False when the text is no such list, holds a number above <see cref="Largest"/>, or nothing is left in it.</returns>
    public static bool TryParse(string? text, out CpuSet set)
    {
        set = Empty;
        var numbers = ImmutableSortedSet.CreateBuilder<int>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryAdd(part, numbers))
            {
                return false;
            }
        }

        set = new CpuSet(numbers.ToImmutable());
        return set.Count > 0;
    }

    /// <summary>Whether <paramref name="number"/> is in it.</summary>
    public bool Contains(int number) => _numbers.Contains(number);

    /// <summary>The numbers that <paramref name="other"/> has not.</summary>
    public CpuSet Except(CpuSet other) => new(_numbers.Except(other._numbers));

    /// <summary>The numbers of both.</summary>
    public CpuSet Union(CpuSet other) => new(_numbers.Union(other._numbers));

    /// <summary>The numbers that both have.</summary>
    public CpuSet Intersect(CpuSet other) => new(_numbers.Intersect(other._numbers));

    /// <inheritdoc/>
    public bool Equals(CpuSet? other) => other is not null && _numbers.SetEquals(other._numbers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CpuSet);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The list in its shortest form, such as <c>0-1,3,8</c>; empty for no processor.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var first = 0; first < _numbers.Count;)
        {
            var last = first;
            while (last + 1 < _numbers.Count && _numbers[last + 1] == _numbers[last] + 1)
            {
                last++;
            }

            text.Append(text.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{_numbers[first]}");
            if (last > first)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{_numbers[last]}");
            }

            first = last + 1;
        }

        return text.ToString();
    }

    // Naming a number twice, or taking one out that is not there, does no harm.
    private static bool TryAdd(string part, ImmutableSortedSet<int>.Builder numbers)
    {
        var excludes = part.StartsWith('^');
        var dash = part.IndexOf('-', StringComparison.Ordinal);
        var (from, to) = excludes ? (part[1..], part[1..]) : dash < 0 ? (part, part) : (part[..dash], part[(dash + 1)..]);
        if (!TryNumber(from, out var first) || !TryNumber(to, out var last) || first > last)
        {
            return false;
        }

        if (excludes)
        {
            numbers.Remove(first);
        }
        else
        {
            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return true;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Largest;
}
