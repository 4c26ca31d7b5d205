using Lodge.LibvirtXml.Devices;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Snapshots;

/// <summary><c>&lt;domainsnapshot&gt;</c>: a state of a domain that one can go back to.</summary>
public static class SnapshotXml
{
    private static readonly Words<SnapshotPlace> s_places = new(
        (SnapshotPlace.No, "no"), (SnapshotPlace.Internal, "internal"), (SnapshotPlace.External, "external"))
    {
        Refused = ["manual"],
    };

    /// <summary>Reads a snapshot, as one to take, or one that was written before.</summary>
    /// <exception cref="LibvirtXmlException">It is malformed, wrong, or more than Lodge does.</exception>
    public static SnapshotDocument Read(string xml)
    {
        var root = XmlTree.Parse(xml);
        if (root.Name != "domainsnapshot")
        {
            throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <domainsnapshot>");
        }

        var memory = root.Child("memory");
        var domain = root.Child("domain");
        var snapshot = new SnapshotDocument
        {
            Name = root.TextOf("name"),
            Description = root.TextOf("description"),
            State = root.TextOf("state"),
            CreationTime = root.LongOf("creationTime"),
            Parent = root.Child("parent")?.TextOf("name"),
            Memory = memory?.Word("snapshot", s_places),
            MemoryFile = memory?.Attr("file"),
            Disks = root.Child("disks") is { } disks ? [.. disks.Children("disk").Select(Disk)] : null,
            Domain = domain is null ? null : DomainXml.Read(domain),
        };
        domain?.Keep();
        Unread.Check(root);
        return snapshot;
    }

    /// <summary>Writes a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">How the domain in it is written.</param>
    public static string Write(SnapshotDocument snapshot, DomainXmlOptions options)
    {
        var output = new XmlOut();
        using (output.Element("domainsnapshot"))
        {
            output.Leaf("name", snapshot.Name);
            output.Leaf("description", snapshot.Description);
            output.Leaf("state", snapshot.State);
            using (output.ElementIfAny("parent"))
            {
                output.Leaf("name", snapshot.Parent);
            }

            output.Leaf("creationTime", snapshot.CreationTime);
            using (output.ElementIfAny("memory"))
            {
                output.Attr("snapshot", s_places.Of(snapshot.Memory)).Attr("file", snapshot.MemoryFile);
            }

            using (output.ElementIfAny("disks"))
            {
                foreach (var disk in snapshot.Disks.OrEmpty())
                {
                    Write(output, disk);
                }
            }

            if (snapshot.Domain is not null)
            {
                DomainWriter.Write(output, new WriteContext(snapshot.Domain, options));
            }
        }

        return output.ToString();
    }

    private static SnapshotDisk Disk(Element disk)
    {
        disk.Accept("type", "file");
        return new SnapshotDisk(
            disk.Need("name"),
            disk.Word("snapshot", s_places),
            disk.Child("driver")?.Word("type", DiskWords.Formats),
            disk.Child("source")?.Attr("file"));
    }

    private static void Write(XmlOut output, SnapshotDisk disk)
    {
        using var element = output.Element("disk");
        output.Attr("name", disk.Name).Attr("snapshot", s_places.Of(disk.Place))
            .Attr("type", disk.Place == SnapshotPlace.External ? "file" : null);
        using (output.ElementIfAny("driver"))
        {
            output.Attr("type", DiskWords.Formats.Of(disk.Format));
        }

        using var source = output.ElementIfAny("source");
        output.Attr("file", disk.File);
    }
}
