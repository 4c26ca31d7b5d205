using System.Text.RegularExpressions;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Storage.Validation;

/// <summary>What each kind of storage on the network needs to be told.</summary>
internal static partial class RemoteBackendValidator
{
    public static void Check(PoolBackend backend, Place place)
    {
        switch (backend)
        {
            case NfsPoolBackend nfs:
                CheckHost(nfs.Host, "host", place);
                place.AbsolutePath("export", nfs.Export);
                place.TargetFolder("path", nfs.Path);
                place.AddIf(nfs.Version is not (null or "3" or "4" or "4.0" or "4.1" or "4.2"), "version", "must be 3, 4, 4.1 or 4.2");
                BackendValidator.CheckOptions(nfs.Options, place);
                break;
            case NfsDirectPoolBackend direct:
                CheckHost(direct.Host, "host", place);
                place.AbsolutePath("export", direct.Export);
                break;
            case IscsiPoolBackend iscsi:
                CheckIscsi(iscsi.Portals, iscsi.Target, iscsi.Initiator, iscsi.Chap, place);
                break;
            case IscsiDirectPoolBackend direct:
                CheckIscsi(direct.Portals, direct.Target, direct.Initiator, direct.Chap, place);
                break;
            case RbdPoolBackend rbd:
                CheckHosts(rbd.Monitors, "monitors", place);
                place.AddIf(!CephWord().IsMatch(rbd.Pool), "pool", "must be the name of a pool, without '/', '@', ':' and blanks");
                place.AddIf(rbd.Namespace is { } space && !CephWord().IsMatch(space), "namespace", "must be the name of a namespace, without '/', '@', ':' and blanks");
                place.AddIf(rbd.User is { } user && !CephWord().IsMatch(user), "user", "must be a name such as 'admin', without '/', '@', ':' and blanks");
                place.AddIf((rbd.User is null) != (rbd.SecretId is null), "secretId", "and 'user' belong together: give both or none");
                break;
            case HttpPoolBackend http:
                place.AddIf(
                    !Uri.TryCreate(http.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query.Length > 0,
                    "url",
                    "must be an address with http:// or https://, without a query");
                foreach (var (entry, name) in place.Each("files", http.Files))
                {
                    entry.StorageName("", name);
                }

                break;
            default:
                throw new NotSupportedException($"No way to check a {backend.GetType().Name}.");
        }
    }

    public static void Check(PoolSearch search, Place place)
    {
        var isHere = search.Kind == PoolSourceKind.Lvm;
        place.AddIf(isHere && search.Server is not null, "host", "must not be given: volume groups are looked for on this host");
        place.AddIf(!isHere && search.Server is null, "host", "is missing: name the server that is asked");
        place.AddIf(search.Kind == PoolSourceKind.Nfs && search.Server is { } server && ServerAddress.Parse(server).Port is not null, "host", "must not have a port: the server's port mapper tells it");
        place.AddIf(search.Initiator is not null && search.Kind != PoolSourceKind.Iscsi, "initiator", "is for iSCSI servers alone");
        place.AddIf(search.Initiator is { } initiator && !IscsiName().IsMatch(initiator), "initiator", "must be an iSCSI name: iqn.…, eui.… or naa.…");
        if (search.Server is { } host)
        {
            CheckHost(host, "host", place);
        }
    }

    private static void CheckIscsi(IReadOnlyList<string> portals, string target, string? initiator, ChapCredentials? chap, Place place)
    {
        CheckHosts(portals, "portals", place);
        place.AddIf(!IscsiName().IsMatch(target), "target", "must be an iSCSI name: iqn.…, eui.… or naa.…");
        place.AddIf(initiator is not null && !IscsiName().IsMatch(initiator), "initiator", "must be an iSCSI name: iqn.…, eui.… or naa.…");
        place.AddIf(chap is { User: "" } || chap?.User.Any(char.IsControl) == true, "chap.user", "must be a name");
    }

    private static void CheckHosts(IReadOnlyList<string> hosts, string field, Place place)
    {
        place.AddIf(hosts.Count == 0, field, "must have at least one entry");
        foreach (var (entry, host) in place.Each(field, hosts))
        {
            CheckHost(host, "", entry);
        }
    }

    private static void CheckHost(string host, string field, Place place) =>
        place.AddIf(!HostAndPort().IsMatch(host), field, "must be a host's name or address, an IPv6 address in brackets before a port");

    [GeneratedRegex(@"^([A-Za-z0-9][A-Za-z0-9._-]{0,252}|\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\]|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+:[0-9A-Fa-f:.]*)(:[0-9]{1,5})?$")]
    private static partial Regex HostAndPort();

    // RFC 3720, section 3.2.6.
    [GeneratedRegex("^(iqn\\.[0-9]{4}-[0-9]{2}\\.[a-z0-9.-]+(:[^\\s/,]+)?|eui\\.[0-9A-Fa-f]{16}|naa\\.[0-9A-Fa-f]{16,32})$")]
    private static partial Regex IscsiName();

    [GeneratedRegex("^[^\\s/@:]{1,128}$")]
    private static partial Regex CephWord();
}
