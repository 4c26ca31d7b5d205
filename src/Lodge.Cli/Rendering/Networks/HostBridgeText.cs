using System.Text;
using Lodge.Cli.Editing;
using Lodge.Model.Json;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Cli.Rendering.Networks;

/// <summary>Bridges over interfaces of the host, as people read of them. Pure.</summary>
internal static class HostBridgeText
{
    /// <summary>What a plan would do, with each file as it would change.</summary>
    public static string Plan(HostBridgePlan plan, Style style)
    {
        var text = new StringBuilder(new Details(style)
            .Headline($"{plan.Bridge} over {plan.Interface}")
            .Line("takes over", string.Join(", ", plan.Addresses))
            .Lines(plan.Addresses.Count == 0 ? "takes over" : "", plan.Routes)
            .Line("", $"{plan.Mac}, MTU {plan.Mtu}")
            .Line("asks", plan.Asked.Count == 0 ? "nobody" : string.Join(", ", plan.Asked))
            .Line("network", plan.Network)
            .Line("kept by", Owner(plan.Owner))
            .Lines("note", plan.Notes)
            .ToString());
        foreach (var file in plan.Files)
        {
            text.Append('\n').Append(style.Bold(Printable.Text(file.Path))).Append(file.Before is null ? " (new)\n" : "\n").Append(Difference(file, style));
        }

        return text.ToString();
    }

    /// <summary>The table of <c>lodge network bridge-host list</c>.</summary>
    public static string Table(IReadOnlyList<HostBridge> bridges, DateTimeOffset now, Style style)
    {
        var table = new Table(style, "INTERFACE", "BRIDGE", "NETWORK", "STATE", "KEPT BY");
        foreach (var bridge in bridges)
        {
            table.Add(bridge.Interface, bridge.Bridge, bridge.Network, State(bridge, now), Owner(bridge.Owner));
        }

        return table.ToString();
    }

    /// <summary>Who makes a bridge again at boot.</summary>
    public static string Owner(HostNetworkOwner owner) => owner switch
    {
        HostNetworkOwner.Nobody => "nobody",
        HostNetworkOwner.Networkd => "systemd-networkd",
        HostNetworkOwner.NetworkManager => "NetworkManager",
        _ => Kebab.Of(owner),
    };

    // A file that is new stands as it is: there is nothing to compare it with.
    private static string Difference(HostFileChange file, Style style) => file.Before is null
        ? string.Concat((file.After ?? "").TrimEnd('\n').Split('\n').Select(line => style.Green($"+ {Printable.Text(line)}") + "\n"))
        : TextDifference.Render(file.Before, file.After ?? "", style);

    private static string State(HostBridge bridge, DateTimeOffset now) => bridge.ConfirmBefore is { } end && bridge.State == HostBridgeState.Waiting
        ? $"waits {Ages.Length(end > now ? end - now : TimeSpan.Zero)} more"
        : Kebab.Of(bridge.State);
}
