using Lodge.Engine.Checkpoints;
using Lodge.Engine.Consoles;
using Lodge.Engine.DiskJobs;
using Lodge.Engine.Events;
using Lodge.Engine.Gating;
using Lodge.Engine.Jobs;
using Lodge.Engine.Networks.Plugs;
using Lodge.Engine.Ports;
using Lodge.Engine.Snapshots;
using Lodge.Engine.Storage.Volumes;
using Lodge.Engine.Vms.Agents;
using Lodge.Engine.Vms.Changes;
using Lodge.Engine.Vms.Panel;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Vms;

/// <summary>The parts that serve VMs, put together once. Operations reach each other through it.</summary>
internal sealed class VmCore
{
    public VmCore(
        EnginePorts ports,
        VmInventory inventory,
        NicPlugging plugging,
        VolumeResolver volumes,
        DiskTargets targets,
        ISecretValues secrets,
        Lazy<bool> hasBooted,
        JobBoard jobs,
        EventStream events,
        ILoggerFactory loggers)
    {
        (Jobs, Events, Clock, Plugging, Secrets) = (jobs, events, ports.Clock, plugging, secrets);
        Inventory = inventory;
        MonitorEvents = new MonitorFeed();
        Live = new LiveVms();
        Gates = new Gates(
            ports.Clock, "VM", "Try again when that is done, or end it: 'lodge jobs' lists long work, and 'lodge kill' cuts through everything.");
        Consoles = new ConsoleHub(Inventory, ports.ConsoleLogs, loggers.CreateLogger<ConsoleHub>());
        States = new VmStates(Inventory, Live, events, ports.Store, ports.Clock, loggers.CreateLogger<VmStates>());
        Ender = new VmEnder(Inventory, Live, States, Gates, Consoles, plugging, ports.Hypervisor, SettleGoneAsync);
        Checkpoints = new CheckpointService(this, ports, loggers);
        Snapshots = new SnapshotService(this, ports, volumes, loggers);
        DiskJobs = new DiskJobService(this, ports.Layers, targets, loggers);
        Restarter = new VmRestarter(Inventory, Live, States);
        Watchdogs = new WatchdogReaction(this);
        GuestClock = new GuestClock(this, ports.Store);
        Supervisor = new VmSupervisor(
            Inventory, Live, States, Gates, Ender, Restarter, (live, alias) => Releases!.ForgetAsync(live, alias),
            Watchdogs, GuestClock, MonitorEvents, loggers.CreateLogger<VmSupervisor>());
        Starter = new VmStarter(
            Inventory, Live, States, Supervisor, Ender, Consoles, plugging, volumes, ports.Hypervisor, secrets, ports.SavedStates, Snapshots, Checkpoints, DiskJobs, loggers.CreateLogger<VmStarter>());
        Completion = new DefinitionCompletion(ports.Hypervisor, volumes, new MacRegister(inventory));
        Definitions = new VmDefinitions(this, ports.Store, ports.Hypervisor);
        Releases = new DeviceReleases(this);
        Changes = new VmChanges(this, ports.Store, ports.Hypervisor);
        Lifecycle = new VmLifecycle(this);
        Saving = new VmSaving(this, ports.SavedStates);
        SavedDefinitions = new SavedDefinitions(this, ports.SavedStates);
        Shutdown = new VmShutdown(this);
        var taints = new VmTaints(Inventory, Live);
        Panel = new VmPanel(Inventory, Live);
        Monitor = new VmMonitor(Inventory, Live, taints);
        Disks = new VmDisks(this, ports.Hypervisor);
        Memory = new VmMemory(Inventory, Live);
        Statistics = new VmStatistics(Inventory, Live, ports.Hypervisor);
        var agents = new AgentFinder(Inventory, Live);
        Agents = new VmAgents(agents, taints);
        Freezing = new VmFreezing(agents, Live, ports.Clock, loggers.CreateLogger<VmFreezing>());
        GuestCommands = new VmGuestCommands(agents, ports.Clock);
        GuestFiles = new VmGuestFiles(agents);
        Dumping = new VmDumping(this);
        Recovery = new VmRecovery(this, ports, hasBooted, loggers.CreateLogger<VmRecovery>());
    }

    public TimeProvider Clock { get; }

    public JobBoard Jobs { get; }

    public EventStream Events { get; }

    public NicPlugging Plugging { get; }

    public ISecretValues Secrets { get; }

    public VmInventory Inventory { get; }

    public LiveVms Live { get; }

    public Gates Gates { get; }

    public ConsoleHub Consoles { get; }

    public VmStates States { get; }

    public VmEnder Ender { get; }

    public VmRestarter Restarter { get; }

    public WatchdogReaction Watchdogs { get; }

    public GuestClock GuestClock { get; }

    public VmSupervisor Supervisor { get; }

    public VmStarter Starter { get; }

    public DefinitionCompletion Completion { get; }

    public VmDefinitions Definitions { get; }

    public VmChanges Changes { get; }

    public DeviceReleases Releases { get; }

    public VmLifecycle Lifecycle { get; }

    public VmSaving Saving { get; }

    public SavedDefinitions SavedDefinitions { get; }

    public VmShutdown Shutdown { get; }

    public VmPanel Panel { get; }

    public VmMonitor Monitor { get; }

    public VmDisks Disks { get; }

    public VmMemory Memory { get; }

    public VmStatistics Statistics { get; }

    public MonitorFeed MonitorEvents { get; }

    public VmAgents Agents { get; }

    public VmFreezing Freezing { get; }

    public VmGuestCommands GuestCommands { get; }

    public VmGuestFiles GuestFiles { get; }

    public VmDumping Dumping { get; }

    public SnapshotService Snapshots { get; }

    public CheckpointService Checkpoints { get; }

    public DiskJobService DiskJobs { get; }

    public VmRecovery Recovery { get; }

    // What was under way with the disks of a VM when its QEMU ended.
    private async Task SettleGoneAsync(Guid vmId)
    {
        await Snapshots.SettleGoneAsync(vmId);
        await Checkpoints.SettleAsync(vmId, null);
    }
}
