using Lodge.Model.Primitives;

namespace Lodge.LibvirtXml.Xml;

/// <summary>Units of sizes, as libvirt's documentation of the domain format names them.</summary>
internal static class Units
{
    /// <summary>More memory than any processor can address, bytes.</summary>
    public const long Most = 1L << 60;

    /// <summary>A size in bytes.</summary>
    /// <param name="count">How many units.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="element">The element that says so.</param>
    /// <param name="wholeKiB">Whether it is rounded up to KiB, which is what libvirt counts memory in.</param>
    public static ByteSize Bytes(long count, string unit, Element element, bool wholeKiB)
    {
        var factor = unit.ToUpperInvariant() switch
        {
            "B" or "BYTES" => 1L,
            "KB" => 1000L,
            "K" or "KIB" => 1L << 10,
            "MB" => 1000_000L,
            "M" or "MIB" => 1L << 20,
            "GB" => 1000_000_000L,
            "G" or "GIB" => 1L << 30,
            "TB" => 1000_000_000_000L,
            "T" or "TIB" => 1L << 40,
            "PB" => 1000_000_000_000_000L,
            "P" or "PIB" => 1L << 50,
            "EB" => 1000_000_000_000_000_000L,
            "E" or "EIB" => 1L << 60,
            _ => throw element.Invalid($"unknown unit '{unit}' of <{element.Name}>"),
        };
        return count <= (long.MaxValue - 1023) / factor ? new ByteSize(wholeKiB ? (((count * factor) + 1023) >> 10) << 10 : count * factor)
            : throw element.Invalid($"the size of <{element.Name}> is too large");
    }

    /// <summary>Bytes of all together.</summary>
    public static long Total(IEnumerable<ByteSize> sizes, Element element)
    {
        var total = 0L;
        foreach (var size in sizes)
        {
            total = size.Bytes <= Most - total ? total + size.Bytes : throw element.Invalid("the memory is too large");
        }

        return total;
    }

    /// <summary>In KiB, rounded up as libvirt does.</summary>
    public static long KiB(ByteSize size) => (size.Bytes >> 10) + ((size.Bytes & 1023) == 0 ? 0 : 1);
}
