using Lodge.Libvirt.Protocol;
using Lodge.Model.Networks;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>The parameters of a card's limits, in libvirt's order. 0 is no limit.</summary>
internal static class BandwidthParameters
{
    private const string In = "inbound.";
    private const string Out = "outbound.";

    private static readonly ParameterTable<BandwidthDefinition> s_table = new(
    [
        .. One(In, "average", b => b.Inbound, (b, limit) => b with { Inbound = limit }, l => l.Average, (l, v) => l with { Average = v }),
        .. One(In, "peak", b => b.Inbound, (b, limit) => b with { Inbound = limit }, l => l.Peak, (l, v) => l with { Peak = v }),
        .. One(In, "burst", b => b.Inbound, (b, limit) => b with { Inbound = limit }, l => l.Burst, (l, v) => l with { Burst = v }),
        .. One(In, "floor", b => b.Inbound, (b, limit) => b with { Inbound = limit }, l => l.Floor, (l, v) => l with { Floor = v }),
        .. One(Out, "average", b => b.Outbound, (b, limit) => b with { Outbound = limit }, l => l.Average, (l, v) => l with { Average = v }),
        .. One(Out, "peak", b => b.Outbound, (b, limit) => b with { Outbound = limit }, l => l.Peak, (l, v) => l with { Peak = v }),
        .. One(Out, "burst", b => b.Outbound, (b, limit) => b with { Outbound = limit }, l => l.Burst, (l, v) => l with { Burst = v }),
    ]);

    /// <summary>Their values.</summary>
    public static IReadOnlyList<TypedParam> Read(BandwidthDefinition? bandwidth) => s_table.Read(bandwidth ?? new BandwidthDefinition());

    /// <summary>The limits once a client has set some; null for none. Each way is set as a whole: without an average there is no limit.</summary>
    public static BandwidthDefinition? Apply(BandwidthDefinition? present, IReadOnlyList<TypedParam> wanted)
    {
        var start = present ?? new BandwidthDefinition();
        var changed = s_table.Apply(
            start with
            {
                Inbound = Names(wanted, In) ? null : start.Inbound,
                Outbound = Names(wanted, Out) ? null : start.Outbound,
            },
            wanted);
        var limits = new BandwidthDefinition { Inbound = Said(changed.Inbound), Outbound = Said(changed.Outbound) };
        return limits == new BandwidthDefinition() ? null : limits;
    }

    private static bool Names(IReadOnlyList<TypedParam> wanted, string way) => wanted.Any(param => param.Field.StartsWith(way, StringComparison.Ordinal));

    private static BandwidthLimit? Said(BandwidthLimit? limit) => limit is null || (limit.Average is null && limit.Floor is null) ? null : limit;

    private static Parameter<BandwidthDefinition>[] One(
        string way,
        string name,
        Func<BandwidthDefinition, BandwidthLimit?> limit,
        Func<BandwidthDefinition, BandwidthLimit, BandwidthDefinition> with,
        Func<BandwidthLimit, long?> get,
        Func<BandwidthLimit, long?, BandwidthLimit> set) =>
    [
        Parameter<BandwidthDefinition>.UInt(
            way + name,
            bandwidth => limit(bandwidth) is { } known ? get(known) ?? 0 : 0,
            (bandwidth, value) => with(bandwidth, set(limit(bandwidth) ?? new BandwidthLimit(), value == 0 ? null : value))),
    ];
}
