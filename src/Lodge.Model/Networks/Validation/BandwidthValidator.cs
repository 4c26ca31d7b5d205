using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Limits of bandwidth, of a network or of a card.</summary>
internal static class BandwidthValidator
{
    private const long MostRate = uint.MaxValue;
    private const long MostBurst = uint.MaxValue / 1024;

    /// <summary>Checks both ways.</summary>
    /// <param name="bandwidth">The limits; null for none.</param>
    /// <param name="place">Where they stand.</param>
    /// <param name="mayReserve">Whether a part of a network's limit can be reserved, as by its cards.</param>
    public static void Check(BandwidthDefinition? bandwidth, Place place, bool mayReserve)
    {
        CheckLimit(bandwidth?.Inbound, place.In("inbound"), mayReserve, "what a card of a network receives");
        CheckLimit(bandwidth?.Outbound, place.In("outbound"), false, "what is received");
    }

    private static void CheckLimit(BandwidthLimit? limit, Place place, bool mayReserve, string floorIsFor)
    {
        if (limit is null)
        {
            return;
        }

        place.Only(mayReserve, floorIsFor, ("floor", limit.Floor));
        place.Range("average", limit.Average, 1, MostRate);
        place.Range("peak", limit.Peak, 1, MostRate);
        place.Range("burst", limit.Burst, 1, MostBurst);
        place.Range("floor", limit.Floor, 1, MostRate);
        place.AddIf(limit.Average is null && (limit.Floor is null || !mayReserve), "average", "is missing");
        place.Only(limit.Average is not null, "a limit with 'average'", ("peak", limit.Peak), ("burst", limit.Burst));
    }
}
