using System.Globalization;
using Lodge.Model.Primitives;

namespace Lodge.Qemu.Planning;

/// <summary>Writes a set of numbers as QEMU's options take it: one range at a time.</summary>
internal static class CpuRanges
{
    /// <summary>The ranges, such as <c>0-3</c> and <c>8</c>.</summary>
    public static IEnumerable<string> Of(CpuSet set)
    {
        var numbers = set.Numbers;
        for (var first = 0; first < numbers.Count;)
        {
            var last = first;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1)
            {
                last++;
            }

            yield return first == last
                ? numbers[first].ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{numbers[first]}-{numbers[last]}");
            first = last + 1;
        }
    }
}
