using Lodge.LibvirtXml.Xml;
using Lodge.Model.Secrets;

namespace Lodge.LibvirtXml.Secrets;

/// <summary><c>&lt;secret&gt;</c>: what a password or key is for. Its value is never in XML.</summary>
public static class SecretXml
{
    private static readonly Words<SecretUsage> s_usages = new(
        (SecretUsage.Volume, "volume"), (SecretUsage.Ceph, "ceph"), (SecretUsage.Iscsi, "iscsi"), (SecretUsage.Tls, "tls"), (SecretUsage.Vtpm, "vtpm"));

    /// <summary>Reads it; one without a UUID gets a new one.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="validate">Whether what libvirt's schema does not know is refused, rather than ignored.</param>
    /// <exception cref="LibvirtXmlException">It is malformed, or something else.</exception>
    public static SecretDefinition Read(string xml, bool validate = false)
    {
        var root = XmlTree.Parse(xml);
        if (root.Name != "secret")
        {
            throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <secret>");
        }

        var usage = root.Child("usage");
        var kind = usage is null ? SecretUsage.None : s_usages.Read(usage.Need("type"), usage, "the attribute 'type' of <usage>");
        var secret = new SecretDefinition
        {
            Id = root.TextOf("uuid") is { } id ? root.Uuid(id) : Guid.NewGuid(),
            Ephemeral = root.YesNo("ephemeral") == true ? true : null,
            Private = root.YesNo("private") == true ? true : null,
            Description = root.TextOf("description"),
            Usage = kind,
            UsageId = usage is null ? null
                : usage.TextOf(IdName(kind)) ?? throw usage.Invalid($"{s_usages.Of(kind)} usage specified, but <{IdName(kind)}> is missing"),
        };
        Unread.Check(root, validate);
        return secret;
    }

    /// <summary>Writes it.</summary>
    public static string Write(SecretDefinition secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var output = new XmlOut();
        using (output.Element("secret"))
        {
            output.YesNo("ephemeral", secret.Ephemeral == true).YesNo("private", secret.Private == true);
            output.Leaf("uuid", secret.Id.ToString("D"));
            output.Leaf("description", secret.Description);
            if (secret.Usage != SecretUsage.None)
            {
                using var usage = output.Element("usage");
                output.Attr("type", s_usages.Of(secret.Usage));
                output.Leaf(IdName(secret.Usage), secret.UsageId);
            }
        }

        return output.ToString();
    }

    private static string IdName(SecretUsage usage) => usage switch
    {
        SecretUsage.Volume => "volume",
        SecretUsage.Iscsi => "target",
        _ => "name",
    };
}
