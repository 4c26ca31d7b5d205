using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;pool type='dir'&gt;</c>: a folder with disk images.</summary>
public static class FolderPoolXml
{
    /// <summary>Reads it; one without a UUID gets a new one.</summary>
    /// <exception cref="LibvirtXmlException">It is malformed, or a pool of another type.</exception>
    public static PoolDefinition Read(string xml)
    {
        var root = XmlTree.Parse(xml);
        if (root.Name != "pool")
        {
            throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <pool>");
        }

        if (root.Need("type") is var type and not "dir")
        {
            throw root.Unsupported($"storage pools of type '{type}'; only folders ('dir') so far");
        }

        return new PoolDefinition
        {
            Id = root.TextOf("uuid") is { } id ? root.Uuid(id) : Guid.NewGuid(),
            Name = root.TextOf("name") ?? throw root.Invalid("missing pool name"),
            Backend = new FolderPoolBackend { Path = root.NeedChild("target").TextOf("path") ?? throw root.Invalid("missing storage pool target path") },
        };
    }

    /// <summary>Writes it.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="room">The room there; null when it is not in use.</param>
    public static string Write(PoolDefinition pool, PoolRoom? room)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var output = new XmlOut();
        using (output.Element("pool"))
        {
            output.Attr("type", pool.Backend is FolderPoolBackend ? "dir" : throw new LibvirtXmlException(XmlFault.Unsupported, $"the storage pool '{pool.Name}' is of a kind that is not told as XML yet"));
            output.Leaf("name", pool.Name);
            output.Leaf("uuid", pool.Id.ToString("D"));
            Bytes(output, "capacity", room?.Capacity ?? 0);
            Bytes(output, "allocation", room?.Allocation ?? 0);
            Bytes(output, "available", room?.Available ?? 0);
            output.Element("source").Dispose();
            using var target = output.Element("target");
            output.Leaf("path", ((FolderPoolBackend)pool.Backend).Path);
        }

        return output.ToString();
    }

    private static void Bytes(XmlOut output, string name, long bytes)
    {
        using var element = output.Element(name);
        output.Attr("unit", "bytes").Text(bytes.ToString(CultureInfo.InvariantCulture));
    }
}
