using System.Globalization;
using Lodge.Api.Contracts.Networks;
using Lodge.Model.Json;

namespace Lodge.Cli.Rendering.Networks;

/// <summary>The table of <c>lodge network list</c>.</summary>
internal static class NetworkTable
{
    /// <summary>One row a network; further subnets below the first.</summary>
    public static string Render(IReadOnlyList<NetworkSummary> networks, Style style)
    {
        var table = new Table(style, "NAME", "MODE", "STATE", "AUTOSTART", "BRIDGE", "SUBNET", ">CARDS", "TITLE");
        foreach (var network in networks)
        {
            table.Add(
                network.Name,
                Kebab.Of(network.Mode),
                StateOf(network, style),
                network.Persistent ? network.Autostart ? "yes" : "no" : "–",
                network.Bridge ?? "–",
                network.Subnets.FirstOrDefault() ?? "–",
                network.Plugs.ToString(CultureInfo.InvariantCulture),
                Printable.Text(network.Title ?? ""));
            foreach (var subnet in network.Subnets.Skip(1))
            {
                table.Add("", "", "", "", "", subnet, "", "");
            }
        }

        return table.ToString();
    }

    private static Cell StateOf(NetworkSummary network, Style style) => network switch
    {
        { Active: false } => new Cell("stopped"),
        { Problems.Count: > 0 } => new Cell("broken", style.Red),
        { Persistent: false } => new Cell("transient", style.Green),
        _ => new Cell("running", style.Green),
    };
}
