using Lodge.Engine.Storage;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Storage;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Looking for what storage pools could be made of.</summary>
/// <param name="pools">The engine's.</param>
internal sealed class PoolSourceHandlers(PoolService pools)
{
    /// <summary>What a server or this host has for pools of a type.</summary>
    [Procedure(RemoteProcedure.ConnectFindStoragePoolSources)]
    public async ValueTask<ConnectFindStoragePoolSourcesRet> FindAsync(Session session, ConnectFindStoragePoolSourcesArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virConnectFindStoragePoolSources");
        var search = PoolSourcesXml.Search(KindOf(args.Type), args.SrcSpec);
        if (search is { Kind: not PoolSourceKind.Lvm, Server: null })
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Storage, $"hostname must be specified for {args.Type} sources");
        }

        return new(PoolSourcesXml.Write(await pools.FindSourcesAsync(search, cancellation)));
    }

    private static PoolSourceKind KindOf(string type) => type switch
    {
        "netfs" => PoolSourceKind.Nfs,
        "logical" => PoolSourceKind.Lvm,
        "iscsi" or "iscsi-direct" => PoolSourceKind.Iscsi,
        _ when PoolXml.KnowsType(type) => throw new LibvirtException(ErrorNumber.NoSupport, ErrorOrigin.Storage, $"pool type '{type}' does not support source discovery"),
        _ => throw new LibvirtException(ErrorNumber.InternalError, ErrorOrigin.Storage, $"unknown storage pool type {type}"),
    };
}
