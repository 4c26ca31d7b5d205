using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;target&gt;</c> of a volume: its place, format, rights and encryption.</summary>
internal static class VolumeTargetXml
{
    private const string OldFormat = "0.10";
    private const string NewFormat = "1.1";

    /// <summary>Reads what a new volume shall be like. Where it is follows from its pool and name.</summary>
    public static VolumeRequest Read(Element? target, VolumeRequest request)
    {
        if (target is null)
        {
            return request;
        }

        VolumeXml.Skip(target, ["path", "timestamps"]);
        if (target.TextOf("compat") is { } compat and not NewFormat)
        {
            throw target.Unsupported($"<compat> '{ElementValues.Short(compat)}'; new images are of the format of '{NewFormat}'");
        }

        var features = target.Child("features");
        return request with
        {
            Format = target.Child("format")?.Word("type", VolumeWords.Formats),
            Permissions = PermissionsXml.Read(target),
            ClusterSize = target.SizeOf("clusterSize", "bytes"),
            LazyRefcounts = features?.Presence("lazy_refcounts"),
            ExtendedL2 = features?.Presence("extended_l2"),
            Encryption = Encryption(target.Child("encryption")),
        };
    }

    public static void Write(XmlOut output, Volume volume)
    {
        using var target = output.Element("target");
        output.Leaf("path", volume.Key);
        VolumeXml.Format(output, volume.Type == VolumeType.Folder ? "dir" : VolumeWords.Of(volume.Format));
        PermissionsXml.Write(output, volume.Permissions is { } rights ? new FolderPermissions(rights.Mode, rights.Owner, rights.Group) : null);
        if (volume.ModifiedAt is { } modified)
        {
            using var times = output.Element("timestamps");
            output.Leaf("mtime", string.Create(
                CultureInfo.InvariantCulture, $"{modified.ToUnixTimeSeconds()}.{modified.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick:D9}"));
        }

        WriteEncryption(output, volume);
        if (volume.Qcow2 is { } details)
        {
            output.Leaf("compat", details.Version == 2 ? OldFormat : NewFormat);
            using (output.Element("clusterSize"))
            {
                output.Attr("unit", "B").Text(details.ClusterSize.ToString(CultureInfo.InvariantCulture));
            }

            using var features = output.ElementIfAny("features");
            output.Flag("lazy_refcounts", details.LazyRefcounts);
            output.Flag("extended_l2", details.ExtendedL2);
        }
    }

    private static VolumeEncryption? Encryption(Element? encryption)
    {
        if (encryption is null)
        {
            return null;
        }

        encryption.Accept("format", "luks");
        encryption.Accept("engine", "qemu");
        var secret = encryption.NeedChild("secret");
        secret.Accept("type", "passphrase");
        return secret.Attr("usage") is not null
            ? throw secret.Unsupported("a secret named by its usage; name it by its UUID ('virsh secret-list')")
            : new VolumeEncryption(secret.Uuid(secret.Need("uuid")));
    }

    private static void WriteEncryption(XmlOut output, Volume volume)
    {
        if (!volume.Encrypted)
        {
            return;
        }

        using var encryption = output.Element("encryption");
        output.Attr("format", "luks");
        if (volume.SecretId is { } id)
        {
            using var secret = output.Element("secret");
            output.Attr("type", "passphrase").Attr("uuid", id.ToString("D"));
        }
    }
}
