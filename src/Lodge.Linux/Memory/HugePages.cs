using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Host;
using Lodge.Model.Primitives;

namespace Lodge.Linux.Memory;

/// <summary>
/// The kernel's pools of huge pages: <c>/sys/kernel/mm/hugepages</c> for the host, <c>/sys/devices/system/node</c> for
/// each NUMA node (the kernel's admin-guide/mm/hugetlbpage.rst).
/// </summary>
/// <param name="root">Where the kernel's folders hang: <c>/sys</c>.</param>
public sealed class HugePages(string root = "/sys")
{
    private const string FolderPrefix = "hugepages-";

    private string HostFolder => $"{root}/kernel/mm/hugepages";

    private string NodesFolder => $"{root}/devices/system/node";

    /// <summary>All pools, smallest page size first; empty on a kernel without huge pages.</summary>
    public IReadOnlyList<HugePagePool> Read() =>
        Directory.Exists(HostFolder)
            ? [.. Directory.EnumerateDirectories(HostFolder).Select(SizeOf).OfType<ByteSize>().Order().Select(Read)]
            : [];

    /// <summary>
    /// Sets how many pages are reserved, those in use included. The kernel does what it can and does not complain when
    /// that is less: read the pool afterwards.
    /// </summary>
    /// <param name="pageSize">Size of a page; one that the host has.</param>
    /// <param name="node">NUMA node; null for the whole host.</param>
    /// <param name="count">How many pages, 0 or more.</param>
    /// <exception cref="LinuxException">The right is missing, or the host has no pages of this size.</exception>
    public void Reserve(ByteSize pageSize, int? node, long count) => KernelFile.Write(
        $"{(node is { } number ? NodeFolder(number, pageSize) : Folder(HostFolder, pageSize))}/nr_hugepages",
        count.ToString(CultureInfo.InvariantCulture));

    /// <summary>How much memory of a process lies in huge pages, of whatever size; 0 when it is gone.</summary>
    /// <param name="pid">The process.</param>
    public static ByteSize UsedBy(int pid)
    {
        const string Field = "HugetlbPages:";
        var status = KernelFile.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status")) ?? "";
        var line = status.Split('\n').FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        var words = line?[Field.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is [var kib, "kB"] ? ByteSize.FromKiB(long.Parse(kib, CultureInfo.InvariantCulture)) : default;
    }

    private HugePagePool Read(ByteSize size)
    {
        var folder = Folder(HostFolder, size);
        return new HugePagePool
        {
            PageSize = size,
            Total = Number(folder, "nr_hugepages"),
            Free = Number(folder, "free_hugepages"),
            Promised = Number(folder, "resv_hugepages"),
            Surplus = Number(folder, "surplus_hugepages"),
            Nodes = [.. NodeNumbers().Where(node => Directory.Exists(NodeFolder(node, size))).Select(node => ReadNode(node, size))],
        };
    }

    private HugePageNode ReadNode(int node, ByteSize size)
    {
        var folder = NodeFolder(node, size);
        return new HugePageNode(
            node, Number(folder, "nr_hugepages"), Number(folder, "free_hugepages"), Number(folder, "surplus_hugepages"));
    }

    private IReadOnlyList<int> NodeNumbers() =>
        CpuSet.TryParse(KernelFile.TryRead($"{NodesFolder}/online"), out var nodes) ? nodes.Numbers : [];

    private string NodeFolder(int node, ByteSize size) =>
        Folder(string.Create(CultureInfo.InvariantCulture, $"{NodesFolder}/node{node}/hugepages"), size);

    private static string Folder(string parent, ByteSize size) =>
        string.Create(CultureInfo.InvariantCulture, $"{parent}/{FolderPrefix}{size.Bytes >> 10}kB");

    // A folder is called hugepages-2048kB.
    private static ByteSize? SizeOf(string folder)
    {
        var name = Path.GetFileName(folder);
        return name.StartsWith(FolderPrefix, StringComparison.Ordinal) && name.EndsWith("kB", StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(FolderPrefix.Length..^2), NumberStyles.None, CultureInfo.InvariantCulture, out var kib)
                ? ByteSize.FromKiB(kib)
                : null;
    }

    private static long Number(string folder, string file) =>
        long.TryParse(KernelFile.TryRead(Path.Combine(folder, file)), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
