using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;sources&gt;</c>: what storage pools could be made of, and the <c>&lt;source&gt;</c> that says where to look.</summary>
public static class PoolSourcesXml
{
    /// <summary>Where to look. What libvirt ignores there is ignored: all but the host and the name that this host gives to it.</summary>
    /// <param name="kind">What is looked for.</param>
    /// <param name="xml">A <c>&lt;source&gt;</c>; null for none.</param>
    /// <exception cref="LibvirtXmlException">It is malformed, or wrong.</exception>
    public static PoolSearch Search(PoolSourceKind kind, string? xml)
    {
        if (kind == PoolSourceKind.Lvm || string.IsNullOrEmpty(xml))
        {
            return new PoolSearch(kind);
        }

        var source = XmlTree.Parse(xml);
        if (source.Name != "source")
        {
            throw source.Refuse(XmlFault.Malformed, $"unexpected root element <{source.Name}>, expecting <source>");
        }

        var server = source.Child("host") is null ? null : HostXml.Read(source)[0];
        return new PoolSearch(kind, server, kind == PoolSourceKind.Iscsi ? PoolSourceXml.Initiator(source) : null);
    }

    /// <summary>Writes what was found.</summary>
    public static string Write(IReadOnlyList<PoolSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var output = new XmlOut();
        using (output.Element("sources"))
        {
            foreach (var source in sources)
            {
                using var element = output.Element("source");
                Write(output, source);
            }
        }

        return output.ToString();
    }

    private static void Write(XmlOut output, PoolSource source)
    {
        switch (source.Kind)
        {
            case PoolSourceKind.Nfs:
                HostXml.Write(output, [source.Server!]);
                PoolSourceXml.Path(output, "dir", source.Export!);
                PoolSourceXml.Format(output, "nfs");
                break;
            case PoolSourceKind.Lvm:
                (source.Devices ?? []).ToList().ForEach(device => PoolSourceXml.Path(output, "device", device));
                output.Leaf("name", source.VolumeGroup!);
                PoolSourceXml.Format(output, "lvm2");
                break;
            default:
                HostXml.Write(output, [source.Server!]);
                PoolSourceXml.Path(output, "device", source.Target!);
                break;
        }
    }
}
