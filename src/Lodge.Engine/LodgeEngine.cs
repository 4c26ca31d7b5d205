using Lodge.Engine.Checkpoints;
using Lodge.Engine.Consoles;
using Lodge.Engine.Cpus;
using Lodge.Engine.DiskJobs;
using Lodge.Engine.Events;
using Lodge.Engine.Firewall;
using Lodge.Engine.Host;
using Lodge.Engine.Images;
using Lodge.Engine.Jobs;
using Lodge.Engine.Networks;
using Lodge.Engine.Networks.Addresses;
using Lodge.Engine.Networks.HostBridges;
using Lodge.Engine.Ports;
using Lodge.Engine.Secrets;
using Lodge.Engine.Snapshots;
using Lodge.Engine.Storage;
using Lodge.Engine.Vms;
using Lodge.Engine.Vms.Agents;
using Lodge.Engine.Vms.Changes;
using Lodge.Engine.Vms.Panel;
using Lodge.Model.Events;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine;

/// <summary>What Lodge does, for the doors: one service a subject.</summary>
public sealed class LodgeEngine : IAsyncDisposable
{
    private readonly VmCore _core;
    private readonly NetworkCore _networks;
    private readonly StorageCore _storage;

    /// <summary>Puts the engine together; nothing happens before <see cref="StartAsync"/>.</summary>
    public LodgeEngine(EnginePorts ports, ILoggerFactory loggers)
    {
        Events = new EventStream(ports.Store, ports.Clock);
        Jobs = new JobBoard(ports.Store, Events, ports.Clock, loggers.CreateLogger<JobBoard>());
        Secrets = new SecretVault(ports.Secrets, Events);
        var vms = new VmInventory();
        var hasBooted = new Lazy<bool>(ports.BootMarker.ClaimBoot);
        _networks = new NetworkCore(ports, Events, vms, hasBooted, loggers);
        _storage = new StorageCore(ports, Secrets, vms, Jobs, Events, hasBooted, loggers);
        Pools = new PoolService(_storage);
        Volumes = new VolumeService(_storage);
        _core = new VmCore(ports, vms, _networks.Plugging, _storage.Resolver, new DiskTargets(_storage), Secrets, hasBooted, Jobs, Events, loggers);
        Networks = new NetworkService(_networks);
        HostBridges = new HostBridgeService(_networks, ports.HostBridges, ports.Clock, loggers.CreateLogger<HostBridgeService>());
        Addresses = new AddressService(_networks, vms, _core.Live);
        Images = new ImageService(ports.Images, Jobs, vms);
        ImageLauncher = new ImageLauncher(Images, ports.ImageDisks, vms);
        Deletion = new VmDeletion(_core, ports.ImageDisks, ports.Layers, loggers.CreateLogger<VmDeletion>());
        HugePages = new HugePageService(ports.HugePages, _core.Inventory);
        Cpus = new CpuService(ports.Hypervisor);
        Meters = ports.Meters;
        VolumeMoves = new VolumeMoves(_core.DiskJobs, Volumes, vms);
        HostDevices = new HostDeviceService(ports.Devices, _core.Inventory);
        _storage.Changes.ResizeLive = _core.Disks.ResizeAsync;
        _storage.Use.SnapshotsOf = _core.Snapshots.WithImage;
    }

    /// <summary>All VMs, for reading.</summary>
    public VmInventory Vms => _core.Inventory;

    /// <summary>Creating, changing, deleting definitions.</summary>
    public VmDefinitions Definitions => _core.Definitions;

    /// <summary>Changing VMs, also while they run.</summary>
    public VmChanges Changes => _core.Changes;

    /// <summary>Starting, pausing, killing.</summary>
    public VmLifecycle Lifecycle => _core.Lifecycle;

    /// <summary>Shutting down and rebooting, by ACPI or by the guest's agent.</summary>
    public VmShutdown Shutdown => _core.Shutdown;

    /// <summary>Saving and restoring.</summary>
    public VmSaving Saving => _core.Saving;

    /// <summary>What saved states say of their VMs.</summary>
    public SavedDefinitions SavedDefinitions => _core.SavedDefinitions;

    /// <summary>Screens, keyboards, NMI.</summary>
    public VmPanel Panel => _core.Panel;

    /// <summary>Commands past Lodge to the QEMUs of VMs.</summary>
    public VmMonitor Monitor => _core.Monitor;

    /// <summary>The images behind the disks of VMs.</summary>
    public VmDisks Disks => _core.Disks;

    /// <summary>Checkpoints of VMs.</summary>
    public CheckpointService Checkpoints => _core.Checkpoints;

    /// <summary>Snapshots of VMs.</summary>
    public SnapshotService Snapshots => _core.Snapshots;

    /// <summary>Copying, merging and moving disks of VMs.</summary>
    public DiskJobService DiskJobs => _core.DiskJobs;

    /// <summary>Moving volumes to other pools.</summary>
    public VolumeMoves VolumeMoves { get; }

    /// <summary>What guests say of their memory, and what can be seen of it.</summary>
    public VmMemory Memory => _core.Memory;

    /// <summary>What VMs have used.</summary>
    public VmStatistics Statistics => _core.Statistics;

    /// <summary>What QEMUs report, in their own words.</summary>
    public MonitorFeed MonitorEvents => _core.MonitorEvents;

    /// <summary>What guests' agents tell and do.</summary>
    public VmAgents Agents => _core.Agents;

    /// <summary>Freezing the file systems of guests.</summary>
    public VmFreezing Freezing => _core.Freezing;

    /// <summary>Programs in guests.</summary>
    public VmGuestCommands GuestCommands => _core.GuestCommands;

    /// <summary>Files of guests.</summary>
    public VmGuestFiles GuestFiles => _core.GuestFiles;

    /// <summary>Memory dumps.</summary>
    public VmDumping Dumping => _core.Dumping;

    /// <summary>Long work.</summary>
    public JobBoard Jobs { get; }

    /// <summary>Events.</summary>
    public EventStream Events { get; }

    /// <summary>Serial consoles.</summary>
    public ConsoleHub Consoles => _core.Consoles;

    /// <summary>Images.</summary>
    public ImageService Images { get; }

    /// <summary>VMs from images.</summary>
    public ImageLauncher ImageLauncher { get; }

    /// <summary>Deleting VMs and the disks that Lodge made for them.</summary>
    public VmDeletion Deletion { get; }

    /// <summary>The host's huge pages.</summary>
    public HugePageService HugePages { get; }

    /// <summary>The host's devices and network interfaces.</summary>
    public HostDeviceService HostDevices { get; }

    /// <summary>Networks.</summary>
    public NetworkService Networks { get; }

    /// <summary>Bridges over the host's interfaces.</summary>
    public HostBridgeService HostBridges { get; }

    /// <summary>Named rules for cards.</summary>
    public SecurityGroupService SecurityGroups => _networks.Groups;

    /// <summary>Network filters.</summary>
    public NetworkFilterService NetworkFilters => _networks.Filters;

    /// <summary>The IP addresses of VMs.</summary>
    public AddressService Addresses { get; }

    /// <summary>Storage pools.</summary>
    public PoolService Pools { get; }

    /// <summary>Volumes of storage pools.</summary>
    public VolumeService Volumes { get; }

    /// <summary>Passwords and keys of guests' devices.</summary>
    public SecretVault Secrets { get; }

    /// <summary>What the host's processors and memory do.</summary>
    public IHostMeters Meters { get; }

    /// <summary>Processors that guests can have.</summary>
    public CpuService Cpus { get; }

    /// <summary>Completes when all networks, storage pools and VMs that outlived a former daemon are managed again and autostart is done.</summary>
    public Task Recovered { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Reads what is durable and what the run folder tells; then reads are answered. VMs that still run are taken
    /// over in the background, and changes to them wait for that.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Events.StartAsync(cancellationToken);
        await Jobs.StartAsync(cancellationToken);
        await Secrets.StartAsync(cancellationToken);
        await _storage.Recovery.PrepareAsync(cancellationToken);
        await HostBridges.RecoverAsync(cancellationToken);
        await _networks.Recovery.PrepareAsync(cancellationToken);
        var recover = await _core.Recovery.PrepareAsync(cancellationToken);
        Recovered = Task.Run(() => Task.WhenAll(
            _networks.Recovery.RecoverAsync(cancellationToken), _storage.Recovery.RecoverAsync(cancellationToken), recover(cancellationToken)), cancellationToken);
        Events.Publish(LodgeEvent.Draft(EventKind.DaemonReady));
    }

    /// <summary>Lets go of all VMs; they keep running.</summary>
    public async ValueTask DisposeAsync()
    {
        await HostBridges.DisposeAsync();
        foreach (var live in _core.Live.All)
        {
            await live.Process.DisposeAsync();
        }

        SecurityGroups.Dispose();
        NetworkFilters.Dispose();
        _networks.Rules.Dispose();
        _networks.Completion.Dispose();
        Secrets.Dispose();
        Images.Dispose();
    }
}
