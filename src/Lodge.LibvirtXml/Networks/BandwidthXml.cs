using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;bandwidth&gt;</c>: limits as a guest sees them. The units are libvirt's: KiB a second, bursts KiB.</summary>
internal static class BandwidthXml
{
    /// <summary>Reads it.</summary>
    /// <param name="owner">What it belongs to.</param>
    /// <param name="withFloor">Whether something may be kept free: only for a card, and what it receives.</param>
    public static BandwidthDefinition? Read(Element owner, bool withFloor) => owner.Child("bandwidth") is { } bandwidth ? ReadOwn(bandwidth, withFloor) : null;

    /// <summary>Reads the element itself.</summary>
    public static BandwidthDefinition? ReadOwn(Element bandwidth, bool withFloor)
    {
        bandwidth.Attr("classID");
        var read = new BandwidthDefinition { Inbound = Limit(bandwidth.Child("inbound"), withFloor), Outbound = Limit(bandwidth.Child("outbound"), withFloor: false) };
        return read == new BandwidthDefinition() ? null : read;
    }

    public static void Write(XmlOut output, BandwidthDefinition? bandwidth)
    {
        using var element = output.ElementIfAny("bandwidth");
        Write(output, "inbound", bandwidth?.Inbound);
        Write(output, "outbound", bandwidth?.Outbound);
    }

    private static void Write(XmlOut output, string name, BandwidthLimit? limit)
    {
        using var element = output.ElementIfAny(name);
        output.Attr("average", limit?.Average).Attr("peak", limit?.Peak).Attr("floor", limit?.Floor).Attr("burst", limit?.Burst);
    }

    private static BandwidthLimit? Limit(Element? element, bool withFloor)
    {
        if (element is null)
        {
            return null;
        }

        var limit = new BandwidthLimit
        {
            Average = Number(element, "average"),
            Peak = Number(element, "peak"),
            Burst = Number(element, "burst"),
            Floor = Number(element, "floor"),
        };
        return limit.Floor is not null && !withFloor ? throw element.Unsupported("the attribute 'floor' anywhere but in <inbound> of an interface")
            : limit.Average is null && limit.Floor is null ? throw element.Invalid($"<{element.Name}> of <bandwidth> needs 'average'")
            : limit;
    }

    // 0 stands for no limit.
    private static long? Number(Element element, string name) => element.Long(name) switch
    {
        null or 0 => null,
        < 0 => throw element.Invalid($"the attribute '{name}' of <{element.Name}> is negative"),
        var value => value,
    };
}
