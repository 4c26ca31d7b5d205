using System.Globalization;
using Lodge.Cli.Networks;
using Lodge.Model.Firewall;
using Lodge.Model.Json;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Rendering.Networks;

/// <summary>The table of <c>lodge nic list</c>.</summary>
internal static class NicTable
{
    /// <summary>One row a card; further addresses below the first.</summary>
    public static string Render(Vm vm, IReadOnlyList<NicAddresses> addresses, IReadOnlyList<NicDrops> drops, Style style)
    {
        var table = new Table(style, "NIC", "MAC", "ON", "MODEL", "CABLE", "INTERFACE", "ADDRESS", "KNOWN BY", ">DROPPED");
        foreach (var nic in vm.CurrentDefinition.Nics)
        {
            var known = addresses.FirstOrDefault(one => one.Alias == nic.Alias || string.Equals(one.Mac, nic.Mac, StringComparison.OrdinalIgnoreCase));
            var first = known?.Addresses.FirstOrDefault();
            table.Add(
                nic.Alias ?? "–",
                nic.Mac ?? "–",
                NicLookup.Place(nic.Source),
                Kebab.Of(nic.Model),
                nic.Link == LinkState.Down ? new Cell("pulled", style.Yellow) : new Cell("in"),
                known?.Interface ?? "–",
                first is null ? "–" : Text(first),
                first is null ? "" : Kebab.Of(first.Source),
                Dropped(drops.FirstOrDefault(one => one.Alias == nic.Alias), style));
            foreach (var more in known?.Addresses.Skip(1) ?? [])
            {
                table.Add("", "", "", "", "", "", Text(more), Kebab.Of(more.Source), "");
            }
        }

        return table.ToString();
    }

    private static Cell Dropped(NicDrops? drops, Style style) => drops switch
    {
        null => new Cell("–"),
        { Forged: 0, Refused: 0 } => new Cell("0"),
        _ => new Cell((drops.Forged + drops.Refused).ToString(CultureInfo.InvariantCulture), drops.Forged > 0 ? style.Yellow : null),
    };

    private static string Text(NicAddress address) =>
        address.Prefix is { } prefix ? string.Create(CultureInfo.InvariantCulture, $"{address.Address}/{prefix}") : address.Address;
}
