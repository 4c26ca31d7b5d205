using Lodge.Engine.Storage;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Making what pools are made of, taking them into use and out of it.</summary>
/// <param name="pools">The engine's.</param>
/// <param name="directory">All pools.</param>
internal sealed class PoolLifecycleHandlers(PoolService pools, PoolDirectory directory)
{
    // virStoragePoolCreateFlags.
    private const uint WithBuild = 1;
    private const uint WithOverwrite = 2;
    private const uint WithoutOverwrite = 4;
    private const uint AnyBuild = WithBuild | WithOverwrite | WithoutOverwrite;

    /// <summary>Starts a pool that is gone when it stops.</summary>
    [Procedure(RemoteProcedure.StoragePoolCreateXml)]
    public async ValueTask<StoragePoolCreateXmlRet> CreateAsync(Session session, StoragePoolCreateXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, AnyBuild & ~WithOverwrite, "virStoragePoolCreateXML");
        return new(PoolDirectory.Handle(await pools.CreateAsync(PoolXml.Read(args.Xml), build: (args.Flags & AnyBuild) != 0, cancellation)));
    }

    [Procedure(RemoteProcedure.StoragePoolCreate)]
    public async ValueTask StartAsync(Session session, StoragePoolCreateArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, AnyBuild, "virStoragePoolCreate");
        Exclude(args.Flags, WithOverwrite, WithoutOverwrite);
        var pool = directory.IdOf(args.Pool);
        var overwrite = (args.Flags & WithOverwrite) != 0;
        if (overwrite)
        {
            await pools.BuildAsync(pool, overwrite, cancellation);
        }

        await pools.StartAsync(pool, build: !overwrite && (args.Flags & AnyBuild) != 0, cancellation);
    }

    [Procedure(RemoteProcedure.StoragePoolBuild)]
    public async ValueTask BuildAsync(Session session, StoragePoolBuildArgs args, CancellationToken cancellation)
    {
        const uint NoOverwrite = 4;
        const uint Overwrite = 8;
        CallFlags.Check(args.Flags, NoOverwrite | Overwrite, "virStoragePoolBuild");
        Exclude(args.Flags, NoOverwrite, Overwrite);
        await pools.BuildAsync(directory.IdOf(args.Pool), overwrite: (args.Flags & Overwrite) != 0, cancellation);
    }

    /// <summary>Takes the pool out of use; nothing in it is touched.</summary>
    [Procedure(RemoteProcedure.StoragePoolDestroy)]
    public async ValueTask StopAsync(Session session, StoragePoolDestroyArgs args, CancellationToken cancellation) =>
        await pools.StopAsync(directory.IdOf(args.Pool), cancellation);

    [Procedure(RemoteProcedure.StoragePoolDelete)]
    public async ValueTask DeleteAsync(Session session, StoragePoolDeleteArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virStoragePoolDelete");
        await pools.DeleteAsync(directory.IdOf(args.Pool), cancellation);
    }

    [Procedure(RemoteProcedure.StoragePoolRefresh)]
    public async ValueTask RefreshAsync(Session session, StoragePoolRefreshArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virStoragePoolRefresh");
        await pools.RefreshAsync(directory.GetActive(args.Pool).Id.ToString(), cancellation);
    }

    private static void Exclude(uint flags, uint one, uint other)
    {
        if ((flags & one) != 0 && (flags & other) != 0)
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Storage, "Overwrite and no overwrite flags are mutually exclusive");
        }
    }
}
