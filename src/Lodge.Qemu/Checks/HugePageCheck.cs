using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;

namespace Lodge.Qemu.Checks;

/// <summary>Huge pages that are free.</summary>
internal static class HugePageCheck
{
    /// <summary>Enough of each size that the VM wants.</summary>
    public static Task Free(CheckContext context, CancellationToken cancellationToken)
    {
        foreach (var (size, memory) in WithModules(context.Definition))
        {
            var pools = context.HugePages.Value;
            var pages = (memory + size.Bytes - 1) / size.Bytes;
            var pool = pools.FirstOrDefault(pool => pool.PageSize == size) ?? throw new LodgeException(
                ErrorCode.Unsupported,
                $"memory.backing.hugePages: this host has no huge pages of {size}.",
                pools.Count == 0
                    ? "Its kernel was built without huge pages: leave the field out."
                    : $"It has pages of {string.Join(" and ", pools.Select(pool => pool.PageSize))}.");
            if (pool.Available < pages)
            {
                throw TooFew(size, pages, pool);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Memory in huge pages that is there at start, by their size: guest nodes may have sizes of their own.</summary>
    internal static IReadOnlyDictionary<ByteSize, long> Wanted(VmDefinition definition) => BySize(AtStart(definition));

    // Modules are promised their pages too, those of virtio-mem whether the guest has them yet or not. Others lie in files.
    private static Dictionary<ByteSize, long> WithModules(VmDefinition definition) => BySize(AtStart(definition).Concat(
        from module in definition.Memory.Devices ?? []
        where module.Model is MemoryDeviceModel.Dimm or MemoryDeviceModel.VirtioMem
        select (module.HugePages ?? definition.Memory.Backing?.HugePages, module.Size.Bytes)));

    private static IEnumerable<(ByteSize? Page, long Bytes)> AtStart(VmDefinition definition)
    {
        var usual = definition.Memory.Backing?.HugePages;
        return definition.Numa?.Cells is { Count: > 0 } cells
            ? cells.Select(cell => (cell.HugePages ?? usual, cell.Memory.Bytes))
            : [(usual, definition.Memory.Size.Bytes)];
    }

    private static Dictionary<ByteSize, long> BySize(IEnumerable<(ByteSize? Page, long Bytes)> parts) => parts
        .Where(part => part.Page is { Bytes: > 0 })
        .GroupBy(part => part.Page!.Value)
        .ToDictionary(group => group.Key, group => group.Sum(part => part.Bytes));

    private static LodgeException TooFew(ByteSize size, long wanted, HugePagePool pool) => new(
        ErrorCode.InsufficientResources,
        $"memory.backing.hugePages: the VM needs {wanted} huge pages of {size}, and {pool.Available} of this host's {pool.Total} are free.",
        $"Reserve more: 'lodge host hugepages reserve {Unit(size)} {pool.Total + wanted - pool.Available}'; or stop VMs that use them ('lodge host hugepages' names them), or give the VM less memory.");

    private static string Unit(ByteSize size) => size.ToString().Replace("iB", "", StringComparison.Ordinal);
}
