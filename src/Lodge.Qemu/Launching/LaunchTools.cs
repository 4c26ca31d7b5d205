using Lodge.Linux.Cgroups;
using Lodge.Linux.Launch;
using Lodge.Linux.Processes;
using Lodge.Qemu.Facts;
using Lodge.Qemu.Host;
using Lodge.Qemu.Host.Assignment;
using Lodge.Qemu.Host.Meters;
using Lodge.Qemu.Launching.Graphics;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Recovery;
using Lodge.Qemu.RunFolders;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Launching;

/// <summary>What a launch works with; made once.</summary>
internal sealed record LaunchTools
{
    public required QemuOptions Options { get; init; }

    public required VmFolders Folders { get; init; }

    public required QemuFactsSource Facts { get; init; }

    public required CpuModelsSource CpuModels { get; init; }

    public required KvmStatus Kvm { get; init; }

    public required VmClaims Claims { get; init; }

    public required Lazy<CgroupTree> Cgroups { get; init; }

    public required VmCleaner Cleaner { get; init; }

    public required DeviceLender Lender { get; init; }

    public PortBook Ports { get; } = new();

    public LinkCounters Links { get; init; } = new();

    public required ShimLauncher Shim { get; init; }

    public required Spawner Spawner { get; init; }

    public required ILogger<QmpSession> SessionLogger { get; init; }
}
