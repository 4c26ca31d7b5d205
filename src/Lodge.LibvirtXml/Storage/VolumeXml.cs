using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;volume&gt;</c>: a volume as it is, and what a new one shall be.</summary>
public static class VolumeXml
{
    // What tells of a volume as it was, and means nothing for a new one.
    private static readonly string[] s_told = ["key", "source", "physical"];

    /// <summary>Reads what a new volume shall be.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="preallocate">Whether the client wants the tables of an image reserved (VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA).</param>
    /// <param name="validate">Whether what libvirt's schema does not know is refused, rather than ignored.</param>
    /// <exception cref="LibvirtXmlException">It is malformed, wrong, or more than Lodge does.</exception>
    public static VolumeRequest Read(string xml, bool preallocate, bool validate = false)
    {
        var root = XmlTree.Parse(xml);
        if (root.Name != "volume")
        {
            throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <volume>");
        }

        root.Attr("type");
        Skip(root, s_told);
        var capacity = root.SizeOf("capacity", "bytes") is { Bytes: > 0 } size ? size : (Lodge.Model.Primitives.ByteSize?)null;
        var all = capacity is not null && (root.SizeOf("allocation", "bytes") ?? capacity) is { } allocation && allocation.Bytes >= capacity.Value.Bytes;
        var request = VolumeTargetXml.Read(root.Child("target"), new VolumeRequest
        {
            Name = root.TextOf("name") ?? throw root.Invalid("missing volume name element"),
            Capacity = capacity,
            Backing = Backing(root.Child("backingStore")),
        });
        Unread.Check(root, validate);
        return request with { Preallocation = Reserved(request.Format ?? VolumeFormat.Raw, all, preallocate) };
    }

    /// <summary>Writes a volume.</summary>
    /// <param name="volume">The volume, with what it is based on.</param>
    public static string Write(Volume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        var output = new XmlOut();
        using (output.Element("volume"))
        {
            output.Attr("type", VolumeWords.Types.Of(volume.Type));
            output.Leaf("name", volume.Name);
            output.Leaf("key", volume.Key);
            output.Element("source").Dispose();
            Bytes(output, "capacity", volume.Capacity);
            Bytes(output, "allocation", volume.Allocation);
            Bytes(output, "physical", volume.Physical);
            VolumeTargetXml.Write(output, volume);
            if (volume.Backing is { } backing)
            {
                using var below = output.Element("backingStore");
                output.Leaf("path", backing.Name);
                Format(output, backing.Format is { } known ? VolumeWords.Of(known) : "unknown");
            }
        }

        return output.ToString();
    }

    /// <summary>Writes a format.</summary>
    internal static void Format(XmlOut output, string type)
    {
        using var element = output.Element("format");
        output.Attr("type", type);
    }

    /// <summary>Takes children as they are.</summary>
    internal static void Skip(Element parent, IEnumerable<string> names)
    {
        foreach (var child in names.SelectMany(parent.Children))
        {
            child.Keep();
        }
    }

    // Of an image that grows by itself nothing is reserved unless the client asks for it, of a raw one what it says.
    private static Preallocation? Reserved(VolumeFormat format, bool all, bool preallocate) => (format, all, preallocate) switch
    {
        (VolumeFormat.Raw, true, _) => Preallocation.Falloc,
        (VolumeFormat.Qcow2, true, true) => Preallocation.Falloc,
        (VolumeFormat.Qcow2, false, true) => Preallocation.Metadata,
        _ => null,
    };

    // An image whose format nobody tells is raw, as it is for libvirt: none is guessed.
    private static BackingRequest? Backing(Element? below)
    {
        if (below is null)
        {
            return null;
        }

        Skip(below, ["permissions", "timestamps"]);
        return new BackingRequest
        {
            Path = below.TextOf("path") ?? throw below.Invalid("missing element <path> in <backingStore>"),
            Format = below.Child("format")?.Word("type", VolumeWords.Formats) ?? VolumeFormat.Raw,
        };
    }

    private static void Bytes(XmlOut output, string name, long bytes)
    {
        using var element = output.Element(name);
        output.Attr("unit", "bytes").Text(bytes.ToString(CultureInfo.InvariantCulture));
    }
}
