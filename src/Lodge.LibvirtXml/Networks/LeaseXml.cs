using Lodge.LibvirtXml.Xml;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;lease&gt;</c>: how long an address is lent, in seconds, minutes or hours.</summary>
internal static class LeaseXml
{
    private const long Minute = 60;
    private const long Hour = 60 * Minute;

    /// <summary>In seconds, 0 for ever; null where nothing is said.</summary>
    public static long? Read(Element owner)
    {
        if (owner.Child("lease") is not { } lease)
        {
            return null;
        }

        var count = lease.Long("expiry") ?? throw lease.Invalid("missing attribute 'expiry' of <lease>");
        var unit = lease.Attr("unit") ?? "minutes";
        var factor = unit switch
        {
            "seconds" => 1,
            "minutes" => Minute,
            "hours" => Hour,
            _ => throw lease.Invalid($"'{unit}' for the attribute 'unit' of <lease>; known are seconds, minutes, hours"),
        };
        return count >= 0 && count <= uint.MaxValue / factor ? count * factor : throw lease.Invalid($"an address cannot be lent for {count} {unit}");
    }

    /// <summary>Writes it in the largest unit that it fills.</summary>
    public static void Write(XmlOut output, long? seconds)
    {
        if (seconds is not { } known)
        {
            return;
        }

        using var lease = output.Element("lease");
        var (count, unit) = known == 0 ? (0, null) : known % Hour == 0 ? (known / Hour, "hours")
            : known % Minute == 0 ? (known / Minute, "minutes") : (known, "seconds");
        output.Attr("expiry", count).Attr("unit", unit);
    }
}
