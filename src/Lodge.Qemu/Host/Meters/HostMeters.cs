using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Linux.Devices;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Host.Meters;

/// <summary>What processors and memory do, from the kernel's files.</summary>
/// <param name="sys">The kernel's tree.</param>
internal sealed class HostMeters(Sysfs sys) : IHostMeters
{
    private const string MachineIdFile = "/etc/machine-id";
    private const string ClockField = "cpu MHz";

    private readonly PageMergingFiles _merging = new(sys);

    public Guid MachineId { get; } = ReadMachineId(sys);

    public int Megahertz
    {
        get
        {
            var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(ClockField, StringComparison.Ordinal));
            var number = line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];
            return double.TryParse(number, CultureInfo.InvariantCulture, out var megahertz) ? (int)megahertz : 0;
        }
    }

    public CpuSet PresentCpus => CpuSet.TryParse(sys.Read("devices/system/cpu/present"), out var present)
        ? present
        : CpuSet.Of(Enumerable.Range(0, Environment.ProcessorCount));

    public HostCpuTimes ReadCpuTimes(int? cpu) => CpuTimesFile.Parse(File.ReadLines("/proc/stat"), cpu)
        ?? throw new LodgeException(
            ErrorCode.InvalidArgument, $"The host has no processor {cpu} that is online.", $"It has: {PresentCpus}.");

    public HostMemoryFigures ReadMemory(int? node)
    {
        if (node is not { } number)
        {
            return MemoryFile.Parse(File.ReadAllLines("/proc/meminfo"));
        }

        var text = sys.Read(string.Create(CultureInfo.InvariantCulture, $"devices/system/node/node{number}/meminfo"))
            ?? throw new LodgeException(
                ErrorCode.InvalidArgument, $"The host has no NUMA node {number}.", $"It has: {sys.Read("devices/system/node/online") ?? "none"}.");
        return MemoryFile.Parse(text.Split('\n'));
    }

    public PageMerging? ReadPageMerging() => _merging.Read();

    public void Change(PageMergingChange change) => _merging.Write(change);

    public SmbiosDefinition ReadSmbios() => HostSmbios.Read();

    // Firmware that does not know its own UUID says zeros or all ones; machine-id(5) is there on every installation.
    private static Guid ReadMachineId(Sysfs sys) =>
        Guid.TryParse(sys.Read("class/dmi/id/product_uuid"), out var firmware) && firmware != Guid.Empty && firmware != Guid.AllBitsSet ? firmware
        : File.Exists(MachineIdFile) && Guid.TryParse(File.ReadAllText(MachineIdFile).Trim(), out var installation) ? installation
        : Guid.Empty;
}
