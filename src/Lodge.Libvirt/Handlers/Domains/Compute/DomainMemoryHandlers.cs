using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains.Compute;

/// <summary>How much memory a guest has and keeps, in KiB. libvirt counts memory devices in; the model does not.</summary>
/// <param name="editor">Small changes.</param>
internal sealed class DomainMemoryHandlers(DomainEditor editor)
{
    private const uint Maximum = 4;

    [Procedure(RemoteProcedure.DomainSetMemory)]
    public async ValueTask SetAsync(Session session, DomainSetMemoryArgs args, CancellationToken cancellation) =>
        await SetAsync(args.Dom, args.Memory, ChangeSides.Live, cancellation);

    [Procedure(RemoteProcedure.DomainSetMaxMemory)]
    public async ValueTask SetAsync(Session session, DomainSetMaxMemoryArgs args, CancellationToken cancellation) =>
        await SetAsync(args.Dom, args.Memory, Maximum, cancellation);

    [Procedure(RemoteProcedure.DomainSetMemoryFlags)]
    public async ValueTask SetAsync(Session session, DomainSetMemoryFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | Maximum, "virDomainSetMemoryFlags");
        await SetAsync(args.Dom, args.Memory, args.Flags, cancellation);
    }

    /// <summary>How often the guest tells of its memory; 0: never.</summary>
    [Procedure(RemoteProcedure.DomainSetMemoryStatsPeriod)]
    public async ValueTask SetPeriodAsync(Session session, DomainSetMemoryStatsPeriodArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetMemoryStatsPeriod");
        await editor.EditAsync(args.Dom, args.Flags, definition => definition is { Balloon: { } balloon, NoBalloon: false }
            ? definition with { Balloon = balloon with { StatisticsPeriod = args.Period } }
            : throw DomainDirectory.Invalid("Memory balloon model must be virtio to set the collection period"), cancellation);
    }

    private async ValueTask SetAsync(Domain handle, ulong kib, uint flags, CancellationToken cancellation)
    {
        if (kib is 0 or > long.MaxValue >> 10)
        {
            throw DomainEditor.Wrong($"{kib} KiB are no size of memory");
        }

        var most = (flags & Maximum) != 0;
        if (most && ChangeSides.Scope(editor.Domains.Get(handle), flags) != ChangeScope.Next)
        {
            throw DomainDirectory.Invalid("cannot resize the maximum memory on an active domain");
        }

        var bytes = (long)kib << 10;
        await editor.EditAsync(handle, flags, definition => most ? Size(definition, bytes) : Kept(definition, bytes), cancellation);
    }

    private static VmDefinition Size(VmDefinition definition, long total)
    {
        if (definition.Numa?.Cells is { Count: > 0 })
        {
            throw DomainDirectory.Invalid("initial memory size of a domain with NUMA nodes cannot be modified with this API");
        }

        // As in XML, the guest's memory is rounded up to what QEMU takes.
        var size = (total - Modules(definition) + (1 << 20) - 1) >> 20 << 20;
        if (size <= 0)
        {
            throw DomainEditor.Wrong("the memory devices have all of that memory, or more");
        }

        var current = definition.Memory.Current is { } kept && kept.Bytes < size ? definition.Memory.Current : null;
        return definition with { Memory = definition.Memory with { Size = new ByteSize(size), Current = current } };
    }

    private static VmDefinition Kept(VmDefinition definition, long total)
    {
        var (kept, size) = (total - Modules(definition), definition.Memory.Size.Bytes);
        if (kept > size)
        {
            throw DomainEditor.Wrong("cannot set memory higher than max memory");
        }

        return kept <= 0
            ? throw DomainEditor.Wrong("the memory devices have all of that memory, or more")
            : definition with { Memory = definition.Memory with { Current = kept == size ? null : new ByteSize(kept) } };
    }

    private static long Modules(VmDefinition definition) => definition.Memory.Devices.OrEmpty().Sum(module => module.Size.Bytes);
}
