using Lodge.Engine.Ports;
using Lodge.Linux.Cgroups;
using Lodge.Linux.Topology;
using Lodge.Model.Host;
using Lodge.Qemu.Facts;

namespace Lodge.Qemu.Host;

/// <summary>Reads what the host is and can do.</summary>
internal sealed class HostInfo(QemuOptions options, KvmStatus kvm, QemuFactsSource facts, Lazy<CgroupTree> cgroups) : IHostInfo
{
    private readonly Lazy<string> _cpuModel = new(ReadCpuModel);

    public string BootId { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    public KvmReport Kvm => kvm.Known;

    public QemuFacts? Qemu => facts.Known.Facts;

    public async Task<QemuFacts?> GetQemuAsync(CancellationToken cancellationToken)
    {
        if (Qemu is null)
        {
            await facts.WarmUpAsync(cancellationToken);
        }

        return Qemu;
    }

    public HostReport Read()
    {
        var memory = MemoryInfo.Read();
        var (qemu, problem) = facts.Known;
        return new HostReport
        {
            HostName = Environment.MachineName,
            Kernel = QemuFingerprint.KernelRelease(),
            CpuCount = Environment.ProcessorCount,
            CpuModel = _cpuModel.Value,
            Topology = TopologyReader.Read(),
            MemoryBytes = memory.TotalBytes,
            MemoryAvailableBytes = memory.AvailableBytes,
            Kvm = kvm.Known,
            Qemu = qemu,
            QemuProblem = problem,
            Security = HostSecurity.Of(options, qemu, cgroups.Value),
            Privileged = Environment.IsPrivilegedProcess,
            Root = options.Root,
        };
    }

    private static string ReadCpuModel()
    {
        const string Field = "model name";
        return File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : "unknown";
    }
}
