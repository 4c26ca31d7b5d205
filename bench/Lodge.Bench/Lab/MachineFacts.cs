using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Model.Host;

namespace Lodge.Bench.Lab;

/// <summary>What the figures depend on.</summary>
internal sealed record MachineFacts(
    string Processor, int Cores, long MemoryGiB, string System, string Kernel, string Qemu, string Accelerator, string LoadAtStart)
{
    /// <summary>Share of all processor time during the run that this machine's own host gave to others; 0 on bare metal.</summary>
    public double Stolen { get; init; }

    private const long KiBPerGiB = 1024 * 1024;

    public static MachineFacts Of(VersionInfo version, HostReport host, string loadAtStart) => new(
        Field("/proc/cpuinfo", "model name", ':') ?? "an unknown processor",
        Environment.ProcessorCount,
        (long)Math.Round(long.Parse(Field("/proc/meminfo", "MemTotal", ':')!.Split(' ')[0], CultureInfo.InvariantCulture) / (double)KiBPerGiB),
        Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? "Linux",
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        $"QEMU {version.Qemu ?? "of an unknown version"}",
        host.Kvm.Usable ? "KVM" : "TCG",
        loadAtStart);

    /// <summary>Runnable processes on average over the last minute: on a busy machine figures mean little.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string? Field(string file, string name, char separator) => File.ReadLines(file)
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(separator) + 1)..].Trim())
        .FirstOrDefault();
}
