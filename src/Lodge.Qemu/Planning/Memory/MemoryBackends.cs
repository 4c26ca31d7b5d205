using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Memory;

/// <summary>
/// QEMU's objects that provide a guest's memory (qapi/qom.json, MemoryBackendProperties). They exist only where
/// something about the memory is asked for that a board's own does not have.
/// </summary>
internal static class MemoryBackends
{
    /// <summary>Name of the object behind the whole memory; null when the board makes its own, or guest nodes have one each.</summary>
    // Under the name that the board's memory has anyway, so that saved states fit either way.
    public static string? NameOfWhole(PlanContext context) =>
        HasCells(context) || !IsAskedFor(context) ? null
        : context.MachineType == MachineType.Microvm ? "microvm.ram" : "pc.ram";

    /// <summary>Whether the guest has nodes, each with an object of its own.</summary>
    public static bool HasCells(PlanContext context) => context.Definition.Numa?.Cells is { Count: > 0 };

    /// <summary>How memory is provided: what is said for a part of it, else for all.</summary>
    public static MemoryManner MannerOf(
        PlanContext context, ByteSize? hugePages = null, bool? shared = null, string? hostNodes = null, NumaPolicy? policy = null)
    {
        var backing = context.Definition.Memory.Backing ?? new();
        var numa = context.Definition.Numa;
        return new MemoryManner
        {
            HugePages = hugePages ?? backing.HugePages,
            Shared = shared ?? (MemoryNeeds.MustBeShared(context.Definition) ? true : backing.Shared),
            Source = backing.Source,
            Prealloc = backing.Prealloc,
            PreallocThreads = backing.PreallocThreads,
            Discard = backing.Discard,
            HostNodes = hostNodes ?? numa?.HostNodes,
            Policy = policy ?? numa?.Policy ?? NumaPolicy.Strict,
        };
    }

    /// <summary>Host nodes to which the policy restrictive binds the whole process; null without it.</summary>
    public static CpuSet? NodesOfProcess(NumaDefinition? numa)
    {
        var parts = numa?.Cells is { Count: > 0 } cells
            ? cells.Select(cell => (Policy: cell.Policy ?? numa.Policy, Nodes: cell.HostNodes ?? numa.HostNodes))
            : [(numa?.Policy, numa?.HostNodes)];
        var nodes = CpuSet.Empty;
        foreach (var part in parts.Where(part => part.Policy == NumaPolicy.Restrictive))
        {
            nodes = CpuSet.TryParse(part.Nodes, out var more) ? nodes.Union(more) : nodes;
        }

        return nodes.Count == 0 ? null : nodes;
    }

    /// <summary>An object that provides memory, and the path that QEMU must reach for it.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="id">Its name.</param>
    /// <param name="size">How much memory.</param>
    /// <param name="manner">How it is provided.</param>
    /// <param name="more">Options beyond the usual ones.</param>
    public static (PlannedObject Object, IReadOnlyList<LandlockRule> Reachable) Object(
        PlanContext context, string id, ByteSize size, MemoryManner manner, params ReadOnlySpan<(string Key, OptionValue? Value)> more)
    {
        var isFile = manner.Source == MemorySource.File && manner.HugePages is null;
        var driver = isFile ? "memory-backend-file" : manner.NeedsDescriptor ? "memory-backend-memfd" : "memory-backend-ram";
        var path = context.Paths.MemoryFile(id);
        OptionMap options =
        [
            ("size", size.Bytes),
            ("mem-path", isFile ? new DescriptorValue(DescriptorForm.Path, new DeviceDescriptor(id, new SharedFile(path, size.Bytes))) : null),
            ("discard-data", isFile && manner.Discard == true ? true : null),
            ("hugetlb", manner.HugePages is null ? null : true),
            ("hugetlbsize", manner.HugePages?.Bytes),
            ("share", manner.Shared),
            ("x-use-canonical-path-for-ramblock-id", driver == "memory-backend-ram" ? null : false),
            ("prealloc", manner.IsTakenAtOnce ? true : null),
            ("prealloc-threads", manner.IsTakenAtOnce && manner.PreallocThreads is { } threads ? (long)threads : null),
            .. manner.Binding(),
            .. more,
        ];
        return (new PlannedObject(driver, id, options), isFile ? [new LandlockRule(path, LandlockAccess.ReadWrite)] : []);
    }

    /// <summary>Adds such an object.</summary>
    public static void Add(PlanBuilder plan, PlanContext context, string id, ByteSize size, MemoryManner manner)
    {
        var (backend, reachable) = Object(context, id, size, manner);
        foreach (var rule in reachable)
        {
            plan.Allow(rule.Path, rule.Access);
        }

        plan.Add(backend);
    }

    /// <summary>A size as QEMU's options have it, without a fraction.</summary>
    public static string Size(ByteSize size) => size.Bytes % (1 << 20) == 0 ? $"{PlanBuilder.Text(size.MiB)}M" : PlanBuilder.Text(size.Bytes);

    private static bool IsAskedFor(PlanContext context)
    {
        var manner = MannerOf(context);
        return manner.NeedsDescriptor || manner.Source is not null || manner.IsTakenAtOnce || manner.Binding().Any();
    }
}

/// <summary>How memory is provided.</summary>
internal sealed record MemoryManner
{
    public ByteSize? HugePages { get; init; }

    public bool? Shared { get; init; }

    public MemorySource? Source { get; init; }

    public bool? Prealloc { get; init; }

    public int? PreallocThreads { get; init; }

    public bool? Discard { get; init; }

    /// <summary>Whether most of it is never used.</summary>
    public bool IsSparse { get; init; }

    public string? HostNodes { get; init; }

    public NumaPolicy Policy { get; init; }

    /// <summary>Whether it must be behind a descriptor: to be mapped by others, or made of huge pages.</summary>
    public bool NeedsDescriptor => Shared == true || HugePages is not null || Source == MemorySource.Memfd;

    /// <summary>Whether the host gives it at start. Huge pages always are: a guest that finds none later is killed.</summary>
    public bool IsTakenAtOnce => !IsSparse && (Prealloc == true || HugePages is not null);

    /// <summary>Where on the host it lies, as QEMU's options. Restrictive binds the process, and QEMU knows nothing of it.</summary>
    public IEnumerable<(string Key, OptionValue? Value)> Binding()
    {
        if (HostNodes is not null && Policy != NumaPolicy.Restrictive && CpuSet.TryParse(HostNodes, out var nodes))
        {
            yield return ("host-nodes", new ListValue([.. nodes.Numbers.Select(node => new NumberValue(node))]));
            yield return ("policy", Policy switch { NumaPolicy.Preferred => "preferred", NumaPolicy.Interleave => "interleave", _ => "bind" });
        }
    }
}
