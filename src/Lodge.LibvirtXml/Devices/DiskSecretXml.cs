using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;auth&gt;</c> and <c>&lt;encryption&gt;</c> of a disk: which secrets its server and its image need.</summary>
internal static class DiskSecretXml
{
    /// <summary>Who QEMU is to the server: in the source, or as older documents have it, in the disk.</summary>
    public static (string? User, Guid? Secret) ReadAccess(Element disk, Element source)
    {
        if ((source.Child("auth") ?? disk.Child("auth")) is not { } auth)
        {
            return (null, null);
        }

        var secret = auth.NeedChild("secret");
        secret.Accept("type", "ceph", "iscsi");
        return (auth.Need("username"), IdOf(secret));
    }

    public static void WriteAccess(XmlOut output, string type, string? user, Guid? secret)
    {
        if (user is null || secret is null)
        {
            return;
        }

        using var auth = output.Element("auth");
        output.Attr("username", user);
        WriteSecret(output, type, secret.Value);
    }

    public static DiskEncryption? ReadEncryption(Element disk)
    {
        if ((disk.Child("source")?.Child("encryption") ?? disk.Child("encryption")) is not { } encryption)
        {
            return null;
        }

        if (encryption.Attr("format") is var format and not "luks")
        {
            throw encryption.Unsupported($"an <encryption> of the format '{format}'; only 'luks' is safe");
        }

        encryption.Accept("engine", "qemu");
        var secret = encryption.NeedChild("secret");
        secret.Accept("type", "passphrase");
        return new DiskEncryption { Secret = IdOf(secret) };
    }

    public static void WriteEncryption(XmlOut output, DiskEncryption? encryption)
    {
        if (encryption is not null)
        {
            using var element = output.Element("encryption");
            output.Attr("format", "luks");
            WriteSecret(output, "passphrase", encryption.Secret);
        }
    }

    private static Guid IdOf(Element secret) => secret.Attr("uuid") is { } id
        ? secret.Uuid(id)
        : throw secret.Unsupported("a <secret> that is named by its usage; give its uuid ('virsh secret-list' shows both)");

    private static void WriteSecret(XmlOut output, string type, Guid id)
    {
        using var secret = output.Element("secret");
        output.Attr("type", type).Attr("uuid", id.ToString("D"));
    }
}
