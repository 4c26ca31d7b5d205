using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Host;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>How the host's kernel merges equal pages of memory (KSM).</summary>
/// <param name="meters">The kernel's files.</param>
internal sealed class NodeMemoryHandlers(IHostMeters meters)
{
    private const string ToScan = "shm_pages_to_scan";
    private const string Sleep = "shm_sleep_millisecs";
    private const string AcrossNodes = "shm_merge_across_nodes";

    /// <summary>Clients ask with room for none first, to learn how many there are.</summary>
    [Procedure(RemoteProcedure.NodeGetMemoryParameters)]
    public NodeGetMemoryParametersRet Get(Session session, NodeGetMemoryParametersArgs args)
    {
        // Texts are welcome to clients that say so by flag 4; there are none.
        CallFlags.Check(args.Flags, 4, "virNodeGetMemoryParameters");
        var all = meters.ReadPageMerging() is { } merging ? Parameters(merging).ToArray() : [];
        return args.Nparams == 0 ? new NodeGetMemoryParametersRet([], all.Length)
            : new NodeGetMemoryParametersRet(all[..Math.Min(all.Length, args.Nparams)], 0);
    }

    [Procedure(RemoteProcedure.NodeSetMemoryParameters)]
    public void Set(Session session, NodeSetMemoryParametersArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNodeSetMemoryParameters");
        meters.Change(args.Params.Aggregate(new PageMergingChange(null, null, null), With));
    }

    private static IEnumerable<TypedParam> Parameters(PageMerging merging)
    {
        yield return new TypedParam(ToScan, TypedParamValue.UInt(merging.PagesToScan));
        yield return new TypedParam(Sleep, TypedParamValue.UInt(merging.SleepMilliseconds));
        yield return new TypedParam("shm_pages_shared", TypedParamValue.ULong((ulong)merging.PagesShared));
        yield return new TypedParam("shm_pages_sharing", TypedParamValue.ULong((ulong)merging.PagesSharing));
        yield return new TypedParam("shm_pages_unshared", TypedParamValue.ULong((ulong)merging.PagesUnshared));
        yield return new TypedParam("shm_pages_volatile", TypedParamValue.ULong((ulong)merging.PagesVolatile));
        yield return new TypedParam("shm_full_scans", TypedParamValue.ULong((ulong)merging.FullScans));
        if (merging.MergeAcrossNodes is { } across)
        {
            yield return new TypedParam(AcrossNodes, TypedParamValue.UInt(across ? 1u : 0u));
        }
    }

    private static PageMergingChange With(PageMergingChange change, TypedParam parameter) => parameter.Field switch
    {
        ToScan => change with { PagesToScan = Number(parameter) },
        Sleep => change with { SleepMilliseconds = Number(parameter) },
        AcrossNodes => change with { MergeAcrossNodes = Number(parameter) != 0 },
        _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"parameter '{parameter.Field}' not supported"),
    };

    private static uint Number(TypedParam parameter) => parameter.Value.Kind == TypedParamValueKind.UInt
        ? parameter.Value.AsUInt()
        : throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"parameter '{parameter.Field}' must be an unsigned number");
}
