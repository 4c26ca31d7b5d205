using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Checkpoints;

/// <summary><c>&lt;domaincheckpoint&gt;</c>: a moment of a domain's disks from which incremental backups begin.</summary>
public static class CheckpointXml
{
    private static readonly Words<CheckpointKind> s_kinds = new((CheckpointKind.No, "no"), (CheckpointKind.Bitmap, "bitmap"));

    /// <summary>Reads a checkpoint, as one to make, or one that was written before.</summary>
    /// <exception cref="LibvirtXmlException">It is malformed, wrong, or more than Lodge does.</exception>
    public static CheckpointDocument Read(string xml)
    {
        var root = XmlTree.Parse(xml);
        if (root.Name != "domaincheckpoint")
        {
            throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <domaincheckpoint>");
        }

        var domain = root.Child("domain");
        var checkpoint = new CheckpointDocument
        {
            Name = root.TextOf("name"),
            Description = root.TextOf("description"),
            CreationTime = root.LongOf("creationTime"),
            Parent = root.Child("parent")?.TextOf("name"),
            Disks = root.Child("disks") is { } disks ? [.. disks.Children("disk").Select(Disk)] : null,
            Domain = domain is null ? null : DomainXml.Read(domain),
        };
        domain?.Keep();
        Unread.Check(root);
        return checkpoint;
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="options">How the domain in it is written.</param>
    public static string Write(CheckpointDocument checkpoint, DomainXmlOptions options)
    {
        var output = new XmlOut();
        using (output.Element("domaincheckpoint"))
        {
            output.Leaf("name", checkpoint.Name);
            output.Leaf("description", checkpoint.Description);
            using (output.ElementIfAny("parent"))
            {
                output.Leaf("name", checkpoint.Parent);
            }

            output.Leaf("creationTime", checkpoint.CreationTime);
            using (output.ElementIfAny("disks"))
            {
                foreach (var disk in checkpoint.Disks.OrEmpty())
                {
                    using var element = output.Element("disk");
                    output.Attr("name", disk.Name).Attr("checkpoint", s_kinds.Of(disk.Kind)).Attr("bitmap", disk.Bitmap).Attr("size", disk.Size);
                }
            }

            if (checkpoint.Domain is not null)
            {
                DomainWriter.Write(output, new WriteContext(checkpoint.Domain, options));
            }
        }

        return output.ToString();
    }

    // How much was written since is a fact, and none that a client can give.
    private static CheckpointDisk Disk(Element disk)
    {
        disk.Attr("size");
        return new CheckpointDisk(disk.Need("name"), disk.Word("checkpoint", s_kinds), disk.Attr("bitmap"));
    }
}
