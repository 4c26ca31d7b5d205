using Lodge.Libvirt.Handlers.Agents;
using Lodge.Libvirt.Handlers.Checkpoints;
using Lodge.Libvirt.Handlers.Consoles;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Handlers.Domains.Compute;
using Lodge.Libvirt.Handlers.Domains.Tuning;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Handlers.HostDevices;
using Lodge.Libvirt.Handlers.HostInterfaces;
using Lodge.Libvirt.Handlers.Hosts;
using Lodge.Libvirt.Handlers.NetworkFilters;
using Lodge.Libvirt.Handlers.Networks;
using Lodge.Libvirt.Handlers.Panel;
using Lodge.Libvirt.Handlers.Qemu;
using Lodge.Libvirt.Handlers.Secrets;
using Lodge.Libvirt.Handlers.Snapshots;
using Lodge.Libvirt.Handlers.Statistics;
using Lodge.Libvirt.Handlers.Storage;
using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Handlers;

/// <summary>One object of each class of handlers, with what it needs.</summary>
internal static class AllHandlers
{
    /// <summary>Makes them; the compiler complains here about a class that is missing.</summary>
    public static HandlerTable Create(LibvirtServices services, LibvirtOptions options)
    {
        var domains = new DomainDirectory(services.Engine.Vms);
        return Create(services, options, domains, new DomainEventHub(services.Engine.Events, services.Engine.Vms, domains));
    }

    private static HandlerTable Create(LibvirtServices services, LibvirtOptions options, DomainDirectory domains, DomainEventHub hub) =>
        Create(
            services,
            options,
            domains,
            hub,
            new DomainEditor(services.Engine, domains),
            new CpuMaps(services.Host),
            new AgentCalls(services.Engine, domains),
            new NetworkDirectory(services.Engine.Networks),
            new NetworkEventHandlers(services.Engine.Events),
            new SavedXml(services.Host, options.RunFolder),
            new PoolDirectory(services.Engine.Pools));

    private static HandlerTable Create(
        LibvirtServices services,
        LibvirtOptions options,
        DomainDirectory domains,
        DomainEventHub hub,
        DomainEditor editor,
        CpuMaps cpuMaps,
        AgentCalls agents,
        NetworkDirectory networks,
        NetworkEventHandlers networkEvents,
        SavedXml saved,
        PoolDirectory pools) => new()
    {
        AgentAccountHandlers = new AgentAccountHandlers(services.Engine, agents),
        AgentClockHandlers = new AgentClockHandlers(services.Engine, agents),
        AgentCommandHandlers = new AgentCommandHandlers(services.Engine, agents),
        AgentFactHandlers = new AgentFactHandlers(services.Engine, domains, agents),
        AgentFileSystemHandlers = new AgentFileSystemHandlers(services.Engine, agents),
        AgentPatienceHandlers = new AgentPatienceHandlers(services.Engine, agents),
        AuthenticationHandlers = new AuthenticationHandlers(),
        BlockJobHandlers = new BlockJobHandlers(services.Engine, domains),
        BlockCopyHandlers = new BlockCopyHandlers(services.Engine, domains),
        BlockStatsHandlers = new BlockStatsHandlers(new UsageReader(services.Engine.Statistics, domains), domains, services.Engine.Statistics),
        BulkStatsHandlers = new BulkStatsHandlers(services.Engine.Statistics, domains),
        ButtonHandlers = new ButtonHandlers(services.Engine, domains),
        CapabilityHandlers = new CapabilityHandlers(services.Engine, services.Host),
        CheckpointHandlers = new CheckpointHandlers(
            services.Engine.Checkpoints, new CheckpointDirectory(services.Engine.Checkpoints, domains), domains, services.Host),
        CheckpointWorkHandlers = new CheckpointWorkHandlers(
            services.Engine.Checkpoints, domains, new CheckpointDirectory(services.Engine.Checkpoints, domains)),
        ConnectionHandlers = new ConnectionHandlers(options.IsSystem),
        ConsoleHandlers = new ConsoleHandlers(services.Engine, domains),
        ControlHandlers = new ControlHandlers(new UsageReader(services.Engine.Statistics, domains), domains, services.Engine.Jobs, services.Clock),
        CpuHandlers = new CpuHandlers(services.Engine.Cpus, services.Host),
        CpuStatsHandlers = new CpuStatsHandlers(new UsageReader(services.Engine.Statistics, domains), services.Host),
        DiskSizeHandlers = new DiskSizeHandlers(services.Engine, domains),
        DomainBlkioHandlers = new DomainBlkioHandlers(editor),
        DomainBlockIoTuneHandlers = new DomainBlockIoTuneHandlers(editor),
        DomainDefinitionHandlers = new DomainDefinitionHandlers(services.Engine, domains, options.RunFolder),
        DomainDeviceHandlers = new DomainDeviceHandlers(services.Engine, editor),
        DomainEventHandlers = new DomainEventHandlers(hub),
        DomainFactHandlers = new DomainFactHandlers(domains, services.Engine.Statistics),
        DomainInterfaceLimitHandlers = new DomainInterfaceLimitHandlers(editor),
        DomainIoThreadHandlers = new DomainIoThreadHandlers(editor, cpuMaps),
        DomainLifecycleHandlers = new DomainLifecycleHandlers(services.Engine, domains, options.RunFolder),
        DomainListHandlers = new DomainListHandlers(domains, services.Engine),
        DomainLookupHandlers = new DomainLookupHandlers(domains),
        DomainMemoryHandlers = new DomainMemoryHandlers(editor),
        DomainMemoryLimitHandlers = new DomainMemoryLimitHandlers(editor),
        DomainMessageHandlers = new DomainMessageHandlers(domains),
        DomainMetadataHandlers = new DomainMetadataHandlers(editor, hub),
        DomainNumaHandlers = new DomainNumaHandlers(editor),
        DomainPerfHandlers = new DomainPerfHandlers(editor),
        DomainPinHandlers = new DomainPinHandlers(editor, cpuMaps),
        DomainPolicyHandlers = new DomainPolicyHandlers(services.Engine, domains),
        DomainSaveHandlers = new DomainSaveHandlers(services.Engine, domains, saved),
        DomainSchedulerHandlers = new DomainSchedulerHandlers(editor),
        DomainSecurityHandlers = new DomainSecurityHandlers(domains),
        DomainShutdownHandlers = new DomainShutdownHandlers(services.Engine, domains),
        DomainVcpuHandlers = new DomainVcpuHandlers(editor, new GuestVcpus(services.Engine, agents)),
        DomainXmlHandlers = new DomainXmlHandlers(domains, services.Host, services.Engine.Agents, services.Engine.DiskJobs),
        DumpHandlers = new DumpHandlers(services.Engine, domains),
        FeatureHandlers = new FeatureHandlers(),
        FilterBindingHandlers = new FilterBindingHandlers(services.Engine),
        GraphicsHandlers = new GraphicsHandlers(services.Engine, domains),
        IdentityHandlers = new IdentityHandlers(services.Host),
        InterfaceHandlers = new InterfaceHandlers(services.Engine.HostDevices),
        InterfaceStatsHandlers = new InterfaceStatsHandlers(new UsageReader(services.Engine.Statistics, domains), domains),
        JobHandlers = new JobHandlers(services.Engine.Jobs, domains, services.Clock),
        LegacyDomainEventHandlers = new LegacyDomainEventHandlers(hub),
        MemoryHandlers = new MemoryHandlers(services.Engine, domains),
        MemoryStatsHandlers = new MemoryStatsHandlers(new UsageReader(services.Engine.Statistics, domains)),
        MonitorEventHandlers = new MonitorEventHandlers(services.Engine.MonitorEvents, domains),
        MonitorHandlers = new MonitorHandlers(services.Engine, domains),
        NativeHandlers = new NativeHandlers(services.Engine, options.RunFolder),
        NetworkFilterHandlers = new NetworkFilterHandlers(services.Engine.NetworkFilters),
        NetworkEventHandlers = networkEvents,
        NetworkHandlers = new NetworkHandlers(services.Engine.Networks, networks),
        NetworkLifecycleHandlers = new NetworkLifecycleHandlers(services.Engine.Networks, networks),
        NetworkListHandlers = new NetworkListHandlers(networks),
        NetworkMetadataHandlers = new NetworkMetadataHandlers(services.Engine.Networks, networks, networkEvents),
        NetworkPortHandlers = new NetworkPortHandlers(services.Engine, networks),
        NetworkUpdateHandlers = new NetworkUpdateHandlers(services.Engine.Networks, networks),
        NodeDeviceHandlers = new NodeDeviceHandlers(services.Engine, new NodeDeviceCatalogue(services.Engine.HostDevices)),
        NodeDeviceListHandlers = new NodeDeviceListHandlers(new NodeDeviceCatalogue(services.Engine.HostDevices)),
        NodeHandlers = new NodeHandlers(services.Host, services.Engine.Meters),
        NodeMemoryHandlers = new NodeMemoryHandlers(services.Engine.Meters),
        NodeMeterHandlers = new NodeMeterHandlers(services.Host, services.Engine.Meters),
        NodePageHandlers = new NodePageHandlers(services.Host, services.Engine.HugePages),
        OtherEventHandlers = new OtherEventHandlers(),
        PoolEventHandlers = new PoolEventHandlers(services.Engine.Events),
        PoolHandlers = new PoolHandlers(services.Engine.Pools, pools),
        PoolLifecycleHandlers = new PoolLifecycleHandlers(services.Engine.Pools, pools),
        PoolListHandlers = new PoolListHandlers(pools),
        PoolSourceHandlers = new PoolSourceHandlers(services.Engine.Pools),
        SavedXmlHandlers = new SavedXmlHandlers(services.Engine, domains, saved),
        ScreenHandlers = new ScreenHandlers(services.Engine, domains),
        SecretEventHandlers = new SecretEventHandlers(services.Engine.Events),
        SecretHandlers = new SecretHandlers(services.Engine.Secrets),
        SecretListHandlers = new SecretListHandlers(services.Engine.Secrets),
        SleepHandlers = new SleepHandlers(services.Engine, agents),
        SnapshotHandlers = new SnapshotHandlers(new SnapshotDirectory(services.Engine.Snapshots, domains), services.Host),
        SnapshotListHandlers = new SnapshotListHandlers(new SnapshotDirectory(services.Engine.Snapshots, domains)),
        SnapshotWorkHandlers = new SnapshotWorkHandlers(services.Engine, domains, new SnapshotDirectory(services.Engine.Snapshots, domains)),
        VolumeChangeHandlers = new VolumeChangeHandlers(services.Engine.Volumes, new VolumeDirectory(services.Engine.Volumes, pools), pools),
        VolumeHandlers = new VolumeHandlers(new VolumeDirectory(services.Engine.Volumes, pools)),
        VolumeListHandlers = new VolumeListHandlers(new VolumeDirectory(services.Engine.Volumes, pools), pools),
        VolumeStreamHandlers = new VolumeStreamHandlers(services.Engine.Volumes, new VolumeDirectory(services.Engine.Volumes, pools)),
    };
}
