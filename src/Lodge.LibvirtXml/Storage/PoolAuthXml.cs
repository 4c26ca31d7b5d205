using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;auth&gt;</c> of a pool's source: who asks, and the secret that proves it. The secret's value is never in XML.</summary>
internal static class PoolAuthXml
{
    /// <summary>A user of an iSCSI target; null without one.</summary>
    public static ChapCredentials? Chap(Element source) =>
        Read(source, "chap") is ({ } user, { } secret) ? new ChapCredentials(user, secret) : null;

    /// <summary>A user of Ceph; nothing without one.</summary>
    public static (string? User, Guid? Secret) Ceph(Element source) => Read(source, "ceph");

    public static void Write(XmlOut output, string type, string? user, Guid? secret)
    {
        if (user is null || secret is null)
        {
            return;
        }

        using var element = output.Element("auth");
        output.Attr("type", type).Attr("username", user);
        using var named = output.Element("secret");
        output.Attr("uuid", secret.Value.ToString("D"));
    }

    private static (string? User, Guid? Secret) Read(Element source, string type)
    {
        if (source.Child("auth") is not { } auth)
        {
            return (null, null);
        }

        if (auth.Need("type") != type)
        {
            throw auth.Invalid($"'{auth.Attr("type")}' for the attribute 'type' of <auth>; it is '{type}' for such a pool");
        }

        var secret = auth.NeedChild("secret");
        return secret.Attr("usage") is not null
            ? throw secret.Unsupported("a secret named by its usage; name it by its UUID ('virsh secret-list')")
            : (auth.Need("username"), secret.Uuid(secret.Need("uuid")));
    }
}
