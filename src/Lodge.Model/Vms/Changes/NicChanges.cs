using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Changes;

/// <summary>The part of a change that concerns a network card which stays: its cable, and what the host does for it.</summary>
internal static class NicChanges
{
    /// <summary>Adds the steps; answers the card that runs after them.</summary>
    public static NicDefinition Take(NicDefinition before, NicDefinition wanted, List<LiveStep> steps)
    {
        var after = before;
        if (HasTap(before.Source))
        {
            after = ServedAs(before, wanted);
            if (!JsonNode.DeepEquals(ToNode(before), ToNode(after)))
            {
                steps.Add(new NicPlugStep(before, after));
            }
        }

        var linked = after with { Link = wanted.Link };
        if (before.Link == LinkState.Down != (wanted.Link == LinkState.Down))
        {
            steps.Add(new LinkStep(after, linked));
        }

        return linked;
    }

    // A tap can be moved from one bridge to another. QEMU's own network, passt and macvtap are other interfaces.
    private static NicDefinition ServedAs(NicDefinition before, NicDefinition wanted) => before with
    {
        Source = HasTap(wanted.Source) ? wanted.Source : before.Source,
        Bandwidth = wanted.Bandwidth,
        Vlan = wanted.Vlan,
        Groups = wanted.Groups,
        Filter = wanted.Filter,
        AntiSpoofing = wanted.AntiSpoofing,
        Promiscuous = wanted.Promiscuous,
        Isolated = wanted.Isolated,
    };

    private static bool HasTap(NicSource source) => source is NetworkNicSource or BridgeNicSource;

    private static JsonNode? ToNode(NicDefinition nic) => JsonSerializer.SerializeToNode(nic, ModelJson.Default.NicDefinition);
}
