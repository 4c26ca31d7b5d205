using Lodge.Engine.Ports;
using Lodge.Linux.Cgroups;
using Lodge.Linux.Devices;
using Lodge.Linux.Files;
using Lodge.Linux.Kvm;
using Lodge.Linux.Launch;
using Lodge.Linux.Processes;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Qemu.Checkpoints;
using Lodge.Qemu.Facts;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Host;
using Lodge.Qemu.Host.Assignment;
using Lodge.Qemu.Host.Devices;
using Lodge.Qemu.Host.Meters;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Logs;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Recovery;
using Lodge.Qemu.RunFolders;
using Lodge.Qemu.Saving;
using Lodge.Qemu.Snapshots;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu;

/// <summary>
/// All that QEMU does for the engine, wired up. Making it is cheap and touches nothing; <see cref="Start"/> begins
/// the probes in the background.
/// </summary>
public sealed class QemuBackend : IDisposable
{
    private const string KvmDevicePath = "/dev/kvm";

    private readonly Lazy<CgroupTree> _cgroups;
    private readonly QemuFactsSource _facts;
    private readonly CpuModelsSource _cpuModels;
    private readonly MachinelessQemu _machineless;
    private readonly KvmStatus _kvm;
    private readonly LinkCounters _links = new();
    private readonly QemuOptions _options;

    /// <summary>Wires everything up.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="watcher">Notices ends of processes; its owner disposes it after this.</param>
    /// <param name="loggers">Makes the loggers.</param>
    public QemuBackend(QemuOptions options, PidFdWatcher watcher, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var spawner = new Spawner(watcher);
        var folders = new VmFolders(options);
        _cgroups = new Lazy<CgroupTree>(() => CgroupTree.Prepare(CgroupLayout.Detect(), options.Instance));
        var claims = new VmClaims(options.Uids);
        var lender = new DeviceLender(new Sysfs(), loggers.CreateLogger<DeviceLender>());
        var cleaner = new VmCleaner(folders, _cgroups, claims, lender, watcher);
        _kvm = new KvmStatus(() => ProveKvmAsync(options.Uids is not null));
        _machineless = new MachinelessQemu(options, spawner, watcher);
        var firmware = new FirmwareCatalogue(
            FirmwareCatalogue.StandardFolders(Environment.IsPrivilegedProcess), loggers.CreateLogger<FirmwareCatalogue>());
        _facts = new QemuFactsSource(options, new QemuProbe(options, _machineless), new QemuFactsCache(options), firmware, loggers.CreateLogger<QemuFactsSource>());
        _cpuModels = new CpuModelsSource(options, new CpuProbe(_machineless), new CpuModelsCache(options), loggers.CreateLogger<CpuModelsSource>());
        var sessionLogger = loggers.CreateLogger<QmpSession>();
        var tools = new LaunchTools
        {
            Options = options,
            Folders = folders,
            Facts = _facts,
            CpuModels = _cpuModels,
            Kvm = _kvm,
            Claims = claims,
            Cgroups = _cgroups,
            Cleaner = cleaner,
            Lender = lender,
            Links = _links,
            Spawner = spawner,
            Shim = new ShimLauncher(options.ShimPath, spawner, watcher),
            SessionLogger = sessionLogger,
        };
        Hypervisor = new QemuHypervisor(
            tools,
            new QemuLauncher(tools, loggers.CreateLogger<QemuLauncher>()),
            new Reattacher(tools, watcher),
            new Sweeper(folders, cleaner, claims, _cgroups, watcher, loggers.CreateLogger<Sweeper>()));
        SavedStates = new SavedStates(options);
        SnapshotFiles = new SnapshotFiles(folders);
        ConsoleLogs = new ConsoleLogs(folders, options, loggers.CreateLogger<ConsoleLogs>());
        HostInfo = new HostInfo(options, _kvm, _facts, _cgroups);
    }

    /// <summary>Starts and finds QEMUs.</summary>
    public IHypervisor Hypervisor { get; }

    /// <summary>Saved states.</summary>
    public ISavedStates SavedStates { get; }

    /// <summary>Images and the images below them.</summary>
    public IDiskLayers Layers { get; } = new DiskLayers();

    /// <summary>Bitmaps in images that no QEMU has open.</summary>
    public IImageBitmaps Bitmaps { get; } = new StoppedBitmaps();

    /// <summary>What snapshots keep besides disks.</summary>
    public ISnapshotFiles SnapshotFiles { get; }

    /// <summary>Logs of consoles and of QEMU.</summary>
    public IConsoleLogs ConsoleLogs { get; }

    /// <summary>The host's huge pages.</summary>
    public IHugePages HugePages { get; } = new HostHugePages();

    /// <summary>The host's devices.</summary>
    public IHostDevices Devices { get; } = new HostDevices(new Sysfs());

    /// <summary>What the host's processors and memory do.</summary>
    public IHostMeters Meters { get; } = new HostMeters(new Sysfs());

    /// <summary>The host.</summary>
    public IHostInfo HostInfo { get; }

    /// <summary>Makes the folders that must exist, and begins to probe QEMU and KVM in the background.</summary>
    /// <param name="cancellationToken">Ends the probes.</param>
    /// <exception cref="IOException">A folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder cannot be made.</exception>
    public void Start(CancellationToken cancellationToken)
    {
        PrivateFolder.Make(Path.Combine(_options.StateFolder, "saves"));
        PrivateFolder.Make(_options.RunFolder);
        PrivateFolder.Make(_options.LogFolder);
        _kvm.Start();
        _ = Task.Run(() => _facts.WarmUpAsync(cancellationToken), cancellationToken);
        _ = Task.Run(() => _cpuModels.WarmUpAsync(UsableAcceleratorsAsync, cancellationToken), cancellationToken);
    }

    /// <summary>Lets go of everything; VMs run on. The daemon's place among the control groups goes when no VM is in it.</summary>
    public void Dispose()
    {
        _facts.Dispose();
        _cpuModels.Dispose();
        _machineless.Dispose();
        _links.Dispose();
        if (_cgroups.IsValueCreated)
        {
            _cgroups.Value.RemovePlace();
        }
    }

    private async Task<IReadOnlyList<Accelerator>> UsableAcceleratorsAsync(CancellationToken cancellationToken) =>
        (await _kvm.GetAsync(cancellationToken)).Usable && (await _facts.GetAsync(cancellationToken)).HasKvm
            ? [Accelerator.Kvm, Accelerator.Tcg]
            : [Accelerator.Tcg];

    private static async Task<KvmReport> ProveKvmAsync(bool hasOwnUsers)
    {
        var report = await KvmProbe.RunAsync();
        return KvmAccess.ForVms(report, report.DevicePresent ? FileIdentity.Of(KvmDevicePath) : null, hasOwnUsers);
    }
}
