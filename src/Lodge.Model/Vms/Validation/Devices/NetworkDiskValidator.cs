using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Disks on servers, and encrypted ones.</summary>
internal static class NetworkDiskValidator
{
    private const int LongestName = 255;
    private const int LongestTarget = 223;
    private const int MostLun = 16_383;

    public static void Check(VmDefinition definition, Place root)
    {
        foreach (var (place, disk) in root.Each("disks", definition.Disks))
        {
            place.AddIf(disk is { Encryption: not null, Source: null }, "encryption", "is given, while there is no image that it could be of");
            place.AddIf(disk.Encryption?.Secret == Guid.Empty, "encryption.secret", "must be the id of a secret");
            if (disk.Source is NetworkDiskSource source)
            {
                CheckDisk(disk, place);
                CheckSource(source, disk, place.In("source"));
            }
        }
    }

    // Nobody on the host can look into the image, and there is no file of the host's to be cached or read in this way or that.
    private static void CheckDisk(DiskDefinition disk, Place place)
    {
        place.AddIf(disk.Format is null, "format", "is missing: the image is on a server, where it is not looked into; write 'raw' or 'qcow2'");
        place.AddIf(disk.Io is not null, "io", "is for files and devices of the host only; leave it out");
        place.AddIf(
            disk.StartupPolicy is not (null or StartupPolicy.Mandatory),
            "startupPolicy",
            "must be 'mandatory' for a disk on a server: whether it is there is known only when QEMU has opened it");
    }

    private static void CheckSource(NetworkDiskSource source, DiskDefinition disk, Place place)
    {
        switch (source)
        {
            case NfsDiskSource nfs:
                place.Server("server", nfs.Server);
                place.AbsolutePath("path", nfs.Path);
                place.AddIf(nfs.Path.EndsWith('/'), "path", "must name a file, and ends with '/'");
                place.AtLeast("user", nfs.User, 0);
                place.AtLeast("group", nfs.Group, 0);
                break;
            case IscsiDiskSource iscsi:
                place.Server("server", iscsi.Server);
                place.Range("port", iscsi.Port, 1, ushort.MaxValue);
                CheckIscsiName(place, "target", iscsi.Target);
                place.Range("lun", iscsi.Lun, 0, MostLun);
                CheckIscsiName(place, "initiator", iscsi.Initiator);
                CheckAccess(place, iscsi.User, iscsi.Secret);
                break;
            case RbdDiskSource rbd:
                CheckRbd(rbd, disk, place);
                break;
            case HttpDiskSource http:
                CheckHttp(http, disk, place);
                break;
            case NbdDiskSource nbd:
                place.Server("server", nbd.Server);
                place.Range("port", nbd.Port, 1, ushort.MaxValue);
                place.Printable("export", nbd.Export, LongestName);
                break;
        }
    }

    private static void CheckRbd(RbdDiskSource rbd, DiskDefinition disk, Place place)
    {
        foreach (var (at, monitor) in place.Each("servers", rbd.Servers))
        {
            at.Server("host", monitor.Host);
            at.Range("port", monitor.Port, 1, ushort.MaxValue);
        }

        place.AbsolutePath("config", rbd.Config);
        foreach (var (field, name) in new[] { ("pool", rbd.Pool), ("namespace", rbd.Namespace), ("image", rbd.Image), ("snapshot", rbd.Snapshot) })
        {
            place.Printable(field, name, LongestName, least: 1);
            place.AddIf(name?.AsSpan().ContainsAny('/', '@') == true, field, $"must not contain '/' or '@', and is '{name}'");
        }

        place.AddIf(rbd.Snapshot is not null && !OnlyReads(disk), "snapshot", "can be read only; make the disk readOnly");
        CheckAccess(place, rbd.User, rbd.Secret);
    }

    private static void CheckHttp(HttpDiskSource http, DiskDefinition disk, Place place)
    {
        var isAddress = Uri.TryCreate(http.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && Texts.IsPrintable(http.Url);
        place.AddIf(!isAddress, "url", $"must be an address that begins with http:// or https://, and is '{http.Url}'");
        place.AddIf(isAddress && url!.UserInfo.Length > 0, "url", "must not hold a name or password; give user and secret instead");
        place.AddIf(!OnlyReads(disk), "url", "can be read only; make the disk readOnly");
        place.Only(isAddress && url!.Scheme == "https", "https", ("verifyCertificate", http.VerifyCertificate));
        place.Range("timeout", http.Timeout, 1, 600);
        CheckAccess(place, http.User, http.Secret);
    }

    private static bool OnlyReads(DiskDefinition disk) => disk.ReadOnly || disk.Device == DiskDevice.Cdrom;

    // RFC 3720, 3.2.6.1: three kinds of names; letters, digits and a few signs.
    private static void CheckIscsiName(Place place, string field, string? name) => place.AddIf(
        name is not null
            && (name.Length > LongestTarget || !(name.StartsWith("iqn.", StringComparison.Ordinal) || name.StartsWith("eui.", StringComparison.Ordinal) || name.StartsWith("naa.", StringComparison.Ordinal))
                || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '_')),
        field,
        $"must be a name such as 'iqn.2026-01.org.example:disks', and is '{name}'");

    private static void CheckAccess(Place place, string? user, Guid? secret)
    {
        place.Printable("user", user, LongestName, least: 1);
        place.AddIf(user is not null && secret is null, "secret", "is missing, while there is a user");
        place.AddIf(user is null && secret is not null, "user", "is missing, while there is a secret");
    }
}
