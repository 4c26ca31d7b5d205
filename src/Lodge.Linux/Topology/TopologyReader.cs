using System.Globalization;
using Lodge.Linux.Files;
using Lodge.Model.Host;
using Lodge.Model.Primitives;

namespace Lodge.Linux.Topology;

/// <summary>
/// Reads how the host is built from <c>/sys/devices/system</c> (the kernel's ABI/stable/sysfs-devices-system-cpu and
/// sysfs-devices-node). What a kernel does not tell gets the value of the simplest host.
/// </summary>
public static class TopologyReader
{
    private const string SystemFolder = "/sys/devices/system";

    /// <summary>Reads the host as it is now; processors come and go.</summary>
    public static HostTopology Read() => Read(SystemFolder);

    /// <summary>Reads which processors are online, and nothing else: one file.</summary>
    public static CpuSet ReadOnline() => ReadOnline(SystemFolder);

    /// <summary>Reads a copy of the kernel's folder.</summary>
    internal static HostTopology Read(string folder)
    {
        var online = ReadOnline(folder);
        var nodes = ReadSet($"{folder}/node/online") is { } numbers
            ? numbers.Numbers.Select(number => ReadNode(string.Create(CultureInfo.InvariantCulture, $"{folder}/node/node{number}"), number, online))
            : [new HostNode(0, 0, 0, online, [10])];
        return new HostTopology(
            [.. online.Numbers.Select(number => ReadCpu(string.Create(CultureInfo.InvariantCulture, $"{folder}/cpu/cpu{number}/topology"), number))],
            [.. nodes]);
    }

    private static CpuSet ReadOnline(string folder) =>
        ReadSet($"{folder}/cpu/online") ?? CpuSet.Of(Enumerable.Range(0, Environment.ProcessorCount));

    private static HostCpu ReadCpu(string folder, int number) => new(
        number,
        ReadNumber($"{folder}/physical_package_id") ?? 0,
        ReadNumber($"{folder}/die_id") ?? 0,
        ReadNumber($"{folder}/core_id") ?? number,
        ReadSet($"{folder}/thread_siblings_list") ?? CpuSet.Of(number));

    private static HostNode ReadNode(string folder, int number, CpuSet online)
    {
        var memory = (KernelFile.TryRead($"{folder}/meminfo") ?? "").Split('\n');
        return new HostNode(
            number,
            ReadMemory(memory, "MemTotal:"),
            ReadMemory(memory, "MemFree:"),
            (ReadSet($"{folder}/cpulist") ?? CpuSet.Empty).Intersect(online),
            [.. Words($"{folder}/distance").Select(word => int.Parse(word, CultureInfo.InvariantCulture))]);
    }

    // A line is 'Node 0 MemTotal:  9791700 kB'.
    private static long ReadMemory(string[] lines, string field) =>
        lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length >= 4 && words[2] == field)
            .Select(words => long.Parse(words[3], CultureInfo.InvariantCulture) << 10)
            .FirstOrDefault();

    // Kernels write -1 for what the hardware does not tell.
    private static int? ReadNumber(string file) =>
        int.TryParse(KernelFile.TryRead(file), CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;

    private static CpuSet? ReadSet(string file) => CpuSet.TryParse(KernelFile.TryRead(file), out var set) ? set : null;

    private static string[] Words(string file) =>
        (KernelFile.TryRead(file) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
