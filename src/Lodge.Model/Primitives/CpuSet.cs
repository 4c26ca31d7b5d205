using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
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

    private const int WordBits = 64;

    // One bit a number; the last word, if any, is not zero.
    private readonly ulong[] _words;
    private int[]? _numbers;

    private CpuSet(ReadOnlySpan<ulong> words) => _words = words[..(words.LastIndexOfAnyExcept(0UL) + 1)].ToArray();

    /// <summary>No processor.</summary>
    public static CpuSet Empty { get; } = new([]);

    /// <summary>The numbers, ascending.</summary>
    public IReadOnlyList<int> Numbers => _numbers ??= List();

    /// <summary>How many there are.</summary>
    public int Count => _words.Sum(word => BitOperations.PopCount(word));

    /// <summary>The set of these numbers.</summary>
    /// <param name="numbers">Each 0 to <see cref="Largest"/>, in any order.</param>
    public static CpuSet Of(params IEnumerable<int> numbers)
    {
        var words = new ulong[(Largest + 1) / WordBits];
        foreach (var number in numbers)
        {
            if (number is < 0 or > Largest)
            {
                throw new ArgumentOutOfRangeException(nameof(numbers), $"Numbers of processors are 0 to {Largest}.");
            }

            words[number / WordBits] |= 1UL << (number % WordBits);
        }

        return new CpuSet(words);
    }

    /// <summary>Reads a list such as <c>0-3,^2,8</c>; blanks around its parts do not matter.</summary>
    /// <returns>False when the text is no such list, holds a number above <see cref="Largest"/>, or nothing is left in it.</returns>
    public static bool TryParse(string? text, out CpuSet set)
    {
        set = Empty;
        var list = text.AsSpan();
        Span<ulong> words = stackalloc ulong[(Largest + 1) / WordBits];
        words.Clear();
        foreach (var part in list.Split(','))
        {
            if (!TryAdd(list[part].Trim(), words))
            {
                return false;
            }
        }

        set = new CpuSet(words);
        return set._words.Length > 0;
    }

    /// <summary>Whether <paramref name="number"/> is in it.</summary>
    public bool Contains(int number) =>
        number >= 0 && number / WordBits < _words.Length && (_words[number / WordBits] & (1UL << (number % WordBits))) != 0;

    /// <summary>The numbers that <paramref name="other"/> has not.</summary>
    public CpuSet Except(CpuSet other) => With(other, (mine, others) => mine & ~others);

    /// <summary>The numbers of both.</summary>
    public CpuSet Union(CpuSet other) => With(other, (mine, others) => mine | others);

    /// <summary>The numbers that both have.</summary>
    public CpuSet Intersect(CpuSet other) => With(other, (mine, others) => mine & others);

    /// <inheritdoc/>
    public bool Equals(CpuSet? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CpuSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(_words.AsSpan()));
        return hash.ToHashCode();
    }

    /// <summary>The list in its shortest form, such as <c>0-1,3,8</c>; empty for no processor.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var first = Next(0, wanted: true); first >= 0;)
        {
            var end = Next(first, wanted: false);
            text.Append(text.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{first}");
            if (end > first + 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{end - 1}");
            }

            first = Next(end, wanted: true);
        }

        return text.ToString();
    }

    // The first number from there on that is in the set, or is not; -1 when none is in it.
    private int Next(int from, bool wanted)
    {
        for (var place = from; place / WordBits < _words.Length;)
        {
            var word = wanted ? _words[place / WordBits] : ~_words[place / WordBits];
            word &= ulong.MaxValue << (place % WordBits);
            place -= place % WordBits;
            if (word != 0)
            {
                return place + BitOperations.TrailingZeroCount(word);
            }

            place += WordBits;
        }

        return wanted ? -1 : _words.Length * WordBits;
    }

    private int[] List()
    {
        var numbers = new List<int>();
        for (var number = Next(0, wanted: true); number >= 0; number = Next(number + 1, wanted: true))
        {
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private CpuSet With(CpuSet other, Func<ulong, ulong, ulong> join)
    {
        var words = new ulong[Math.Max(_words.Length, other._words.Length)];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = join(i < _words.Length ? _words[i] : 0, i < other._words.Length ? other._words[i] : 0);
        }

        return new CpuSet(words);
    }

    // Naming a number twice, or taking one out that is not there, does no harm.
    private static bool TryAdd(ReadOnlySpan<char> part, Span<ulong> words)
    {
        var excludes = part.StartsWith('^');
        var numbers = excludes ? part[1..] : part;
        var dash = excludes ? -1 : numbers.IndexOf('-');
        if (!TryNumber(dash < 0 ? numbers : numbers[..dash], out var first)
            || !TryNumber(numbers[(dash + 1)..], out var last) || first > last)
        {
            return false;
        }

        for (var place = first; place <= last;)
        {
            var count = Math.Min(WordBits - (place % WordBits), last + 1 - place);
            var bits = (count == WordBits ? ulong.MaxValue : (1UL << count) - 1) << (place % WordBits);
            ref var word = ref words[place / WordBits];
            word = excludes ? word & ~bits : word | bits;
            place += count;
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Largest;
}
