using Lodge.LibvirtXml.Xml;
using Lodge.Model.Firewall;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;filterref&gt;</c>: a network filter and what it is told.</summary>
internal static class FilterRefXml
{
    public static FilterBinding? Read(Element owner) => owner.Child("filterref") is { } filter ? ReadOwn(filter) : null;

    /// <summary>Reads the element itself.</summary>
    public static FilterBinding ReadOwn(Element filter) => new()
    {
        Name = filter.Need("filter"),
        Parameters = NetworkReader.Said(filter.Children("parameter").Select(parameter => new FilterParameter(parameter.Need("name"), parameter.Need("value"))).ToList()),
    };

    public static void Write(XmlOut output, FilterBinding? filter)
    {
        if (filter is null)
        {
            return;
        }

        using var element = output.Element("filterref");
        output.Attr("filter", filter.Name);
        foreach (var parameter in filter.Parameters.OrEmpty())
        {
            using var one = output.Element("parameter");
            output.Attr("name", parameter.Name).Attr("value", parameter.Value);
        }
    }
}
