using Lodge.Engine.Ports;
using Lodge.Engine.Storage;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Storage;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Making volumes, also from others; resizing, wiping and deleting them. A call answers when the work is done.</summary>
/// <param name="volumes">The engine's.</param>
/// <param name="directory">All volumes.</param>
/// <param name="pools">All pools.</param>
internal sealed class VolumeChangeHandlers(VolumeService volumes, VolumeDirectory directory, PoolDirectory pools)
{
    // virStorageVolCreateFlags. Blocks are shared with the original wherever the storage can, whether asked for or not.
    private const uint PreallocateMetadata = 1;
    private const uint Reflink = 2;
    private const uint Validate = 4;

    [Procedure(RemoteProcedure.StorageVolCreateXml)]
    public async ValueTask<StorageVolCreateXmlRet> CreateAsync(Session session, StorageVolCreateXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, PreallocateMetadata | Validate, "virStorageVolCreateXML");
        var pool = pools.GetActive(args.Pool);
        var request = VolumeXml.Read(args.Xml, (args.Flags & PreallocateMetadata) != 0, (args.Flags & Validate) != 0);
        return new(VolumeDirectory.Handle(pool, await volumes.CreateAsync(pool.Name, WithFormat(request), from: null, progress: null, cancellation)));
    }

    /// <summary>The copy is at least as large as its original.</summary>
    [Procedure(RemoteProcedure.StorageVolCreateXmlFrom)]
    public async ValueTask<StorageVolCreateXmlFromRet> CloneAsync(Session session, StorageVolCreateXmlFromArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, PreallocateMetadata | Reflink | Validate, "virStorageVolCreateXMLFrom");
        var pool = pools.GetActive(args.Pool);
        var from = directory.NameOf(args.Clonevol);
        var original = await directory.GetAsync(from, cancellation);
        var request = WithFormat(VolumeXml.Read(args.Xml, (args.Flags & PreallocateMetadata) != 0, (args.Flags & Validate) != 0));
        var wanted = request.Capacity is { } capacity && capacity.Bytes < original.Capacity ? request with { Capacity = null } : request;
        return new(VolumeDirectory.Handle(pool, await volumes.CreateAsync(pool.Name, wanted, from, progress: null, cancellation)));
    }

    [Procedure(RemoteProcedure.StorageVolDelete)]
    public async ValueTask DeleteAsync(Session session, StorageVolDeleteArgs args, CancellationToken cancellation)
    {
        const uint Zeroed = 1;
        CallFlags.Check(args.Flags, Zeroed, "virStorageVolDelete");
        var name = directory.NameOf(args.Vol);
        await directory.GetAsync(name, cancellation);
        if (args.Flags == Zeroed)
        {
            await volumes.WipeAsync(name, WipeMethod.Zero, progress: null, cancellation);
        }

        await volumes.DeleteAsync(name, force: false, cancellation);
    }

    [Procedure(RemoteProcedure.StorageVolWipe)]
    public async ValueTask WipeAsync(Session session, StorageVolWipeArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virStorageVolWipe");
        await volumes.WipeAsync(directory.NameOf(args.Vol), WipeMethod.Zero, progress: null, cancellation);
    }

    /// <summary>Zeros, random bytes or a trim; the patterns for old magnetic disks say nothing to storage of today.</summary>
    [Procedure(RemoteProcedure.StorageVolWipePattern)]
    public async ValueTask WipeAsync(Session session, StorageVolWipePatternArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virStorageVolWipePattern");
        await volumes.WipeAsync(directory.NameOf(args.Vol), MethodOf(args.Algorithm), progress: null, cancellation);
    }

    [Procedure(RemoteProcedure.StorageVolResize)]
    public async ValueTask ResizeAsync(Session session, StorageVolResizeArgs args, CancellationToken cancellation)
    {
        const uint Allocate = 1;
        const uint Delta = 2;
        const uint Shrink = 4;
        CallFlags.Check(args.Flags, Allocate | Delta | Shrink, "virStorageVolResize");
        var name = directory.NameOf(args.Vol);
        var (present, shrink) = ((await directory.GetAsync(name, cancellation)).Capacity, (args.Flags & Shrink) != 0);
        var change = (long)Math.Min(args.Capacity, long.MaxValue / 2);
        var capacity = (args.Flags & Delta) == 0 ? change : shrink ? Math.Max(0, present - change) : present + change;
        await volumes.ResizeAsync(name, new VolumeResize(capacity, shrink, (args.Flags & Allocate) != 0), progress: null, cancellation);
    }

    // XML that names no format means raw, wherever the volume is.
    private static VolumeRequest WithFormat(VolumeRequest request) => request with { Format = request.Format ?? VolumeFormat.Raw };

    // virStorageVolWipeAlgorithm.
    private static WipeMethod MethodOf(uint algorithm) => algorithm switch
    {
        0 => WipeMethod.Zero,
        8 => WipeMethod.Random,
        9 => WipeMethod.Trim,
        _ => throw new LibvirtException(
            ErrorNumber.ArgumentUnsupported, ErrorOrigin.Storage, $"wiping algorithm {algorithm} not supported; use zero, random or trim"),
    };
}
