using Lodge.LibvirtXml.Networks;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Firewall;

/// <summary><c>&lt;filter&gt;</c>: a network filter, from and to the model.</summary>
public static class NetworkFilterXml
{
    private static readonly Words<FilterAction> s_actions = new(
        (FilterAction.Drop, "drop"), (FilterAction.Accept, "accept"), (FilterAction.Reject, "reject"), (FilterAction.Return, "return"), (FilterAction.Continue, "continue"));

    private static readonly Words<FilterDirection> s_directions = new(
        (FilterDirection.In, "in"), (FilterDirection.Out, "out"), (FilterDirection.Inout, "inout"));

    /// <summary>Reads it.</summary>
    /// <param name="xml">A document with the root <c>filter</c>.</param>
    /// <param name="validate">Whether what libvirt's schema does not know is refused, rather than ignored.</param>
    /// <exception cref="LibvirtXmlException">It is malformed, wrong, or more than Lodge does.</exception>
    public static NetworkFilter Read(string xml, bool validate = false)
    {
        var root = XmlTree.Parse(xml);
        if (root.Name != "filter")
        {
            throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <filter>");
        }

        var filter = new NetworkFilter
        {
            Id = root.TextOf("uuid") is { } id ? root.Uuid(id) : Guid.Empty,
            Name = root.Need("name"),
            Chain = root.Attr("chain") is { Length: > 0 } chain ? chain : null,
            Priority = root.Int("priority"),
            Entries = NetworkReader.Said(root.Elements.Where(IsEntry).Select(Entry).ToList()),
        };
        Unread.Check(root, validate);
        return filter;
    }

    /// <summary>Writes it.</summary>
    public static string Write(NetworkFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var output = new XmlOut();
        using (output.Element("filter"))
        {
            output.Attr("name", filter.Name).Attr("chain", filter.Chain).Attr("priority", filter.Priority);
            output.Leaf("uuid", filter.Id == Guid.Empty ? null : filter.Id.ToString("D"));
            foreach (var entry in filter.Entries.OrEmpty())
            {
                Write(output, entry);
            }
        }

        return output.ToString();
    }

    private static bool IsEntry(Element element) => element is { Namespace: "", Name: "rule" or "filterref" };

    private static FilterEntry Entry(Element element)
    {
        element.Read = true;
        if (element.Name == "rule")
        {
            return Rule(element);
        }

        var reference = FilterRefXml.ReadOwn(element);
        return new FilterReference(reference.Name) { Parameters = reference.Parameters };
    }

    private static FilterRule Rule(Element rule) => new()
    {
        Action = s_actions.Read(rule.Need("action"), rule, "the attribute 'action' of <rule>"),
        Direction = s_directions.Read(rule.Need("direction"), rule, "the attribute 'direction' of <rule>"),
        Priority = rule.Int("priority"),
        Stateful = rule.Attr("statematch") switch { null => null, "0" or "false" => false, _ => true },
        Match = FilterMatchXml.Read(rule),
    };

    private static void Write(XmlOut output, FilterEntry entry)
    {
        if (entry is FilterReference reference)
        {
            FilterRefXml.Write(output, new FilterBinding { Name = reference.Filter, Parameters = reference.Parameters });
        }
        else if (entry is FilterRule rule)
        {
            using var element = output.Element("rule");
            output.Attr("action", s_actions.Of(rule.Action)).Attr("direction", s_directions.Of(rule.Direction)).Attr("priority", rule.Priority)
                .Attr("statematch", rule.Stateful is { } stateful ? stateful ? "true" : "false" : null);
            FilterMatchXml.Write(output, rule.Match);
        }
    }
}
