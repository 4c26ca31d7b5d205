using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;pool&gt;</c>: a storage pool.</summary>
public static class PoolXml
{
    /// <summary>Reads it; one without a UUID has an empty identity.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="validate">Whether what libvirt's schema does not know is refused, rather than ignored.</param>
    /// <exception cref="LibvirtXmlException">It is malformed, wrong, or more than Lodge does.</exception>
    public static PoolDefinition Read(string xml, bool validate = false)
    {
        var root = XmlTree.Parse(xml);
        if (root.Name != "pool")
        {
            throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <pool>");
        }

        Measured(root);
        var definition = new PoolDefinition
        {
            Id = root.TextOf("uuid") is { } id ? root.Uuid(id) : Guid.Empty,
            Name = root.TextOf("name") ?? root.Child("source")?.TextOf("name") ?? throw root.Invalid("missing pool source name element"),
            Backend = PoolBackendXml.Read(root),
        };
        Unread.Check(root, validate);
        return definition;
    }

    /// <summary>The word for a pool's type, such as <c>dir</c>.</summary>
    /// <param name="pool">The pool.</param>
    public static string TypeOf(PoolDefinition pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return PoolBackendXml.TypeOf(pool.Backend);
    }

    /// <summary>Whether libvirt has pools of this type, whether Lodge has them or not.</summary>
    /// <param name="type">The word.</param>
    public static bool KnowsType(string type) => PoolCapabilitiesXml.Types.Contains(type);

    /// <summary>Writes it.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="room">Its room; null when it is not known.</param>
    public static string Write(PoolDefinition pool, PoolRoom? room)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var output = new XmlOut();
        using (output.Element("pool"))
        {
            output.Attr("type", PoolBackendXml.TypeOf(pool.Backend));
            MountOptionsXml.WriteNamespace(output, pool.Backend);
            output.Leaf("name", pool.Name);
            output.Leaf("uuid", pool.Id.ToString("D"));
            Bytes(output, "capacity", room?.Capacity);
            Bytes(output, "allocation", room?.Allocation);
            Bytes(output, "available", room?.Available);
            PoolSourceXml.Write(output, pool.Backend);
            PoolTargetXml.Write(output, pool.Backend);
            MountOptionsXml.Write(output, pool.Backend);
        }

        return output.ToString();
    }

    /// <summary>A pool as a client wants it, with what it has and libvirt's XML cannot say.</summary>
    /// <param name="wanted">As the client's XML has it.</param>
    /// <param name="present">As it is; null for a new one.</param>
    public static PoolDefinition Keep(PoolDefinition wanted, PoolDefinition? present)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (present is null)
        {
            return wanted;
        }

        // As its own XML would be read.
        var echo = Read(Write(present, null));
        var same = Write(wanted with { Id = echo.Id, Name = echo.Name }, null) == Write(echo, null);
        return wanted with
        {
            Title = present.Title,
            Description = present.Description,
            Autostart = present.Autostart,
            Thresholds = present.Thresholds,
            Metadata = present.Metadata,
            Backend = same ? present.Backend : wanted.Backend,
        };
    }

    // What the pool was like when the XML was written means nothing for a definition.
    private static void Measured(Element root)
    {
        foreach (var name in new[] { "capacity", "allocation", "available" })
        {
            root.Child(name)?.Keep();
        }
    }

    private static void Bytes(XmlOut output, string name, long? bytes)
    {
        using var element = output.Element(name);
        output.Attr("unit", "bytes").Text((bytes ?? 0).ToString(CultureInfo.InvariantCulture));
    }
}
