using Lodge.Engine.DiskJobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms.Agents;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Hosts;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.DiskJobs;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Domains described as XML.</summary>
/// <param name="domains">All domains.</param>
/// <param name="host">The host.</param>
/// <param name="agents">The guest agents.</param>
/// <param name="diskJobs">What is done to disks.</param>
internal sealed class DomainXmlHandlers(DomainDirectory domains, IHostInfo host, VmAgents agents, DiskJobService diskJobs)
{
    private const uint Secure = 1;
    private const uint Inactive = 2;
    private const uint UpdateCpu = 4;
    private const uint Migratable = 8;

    private readonly DomainXmlCache _written = new();

    /// <summary>Writes the XML; that of a domain which has not changed since is taken as it was written last.</summary>
    [Procedure(RemoteProcedure.DomainGetXmlDesc)]
    public DomainGetXmlDescRet GetXml(Session session, DomainGetXmlDescArgs args)
    {
        CallFlags.Check(args.Flags, Secure | Inactive | UpdateCpu | Migratable, "virDomainGetXMLDesc");
        var vm = domains.Get(args.Dom);
        var runtime = (args.Flags & Inactive) == 0 ? vm.Runtime : null;
        var mirrors = runtime is null ? [] : diskJobs.List(vm.Id.ToString()).Where(job => job.To?.StartsWith('/') == true).ToArray();
        var source = new DomainXmlSource(
            runtime ?? vm.DefinitionVersion,
            vm.Name,
            runtime is null ? DomainNumbers.None : domains.NumberOf(vm),
            HostAccelerator.Of(null, host),
            HostEmulator.Of(host),
            string.Join(' ', mirrors.Select(mirror => $"{mirror.JobId} {mirror.Ready}")),
            runtime is not null && agents.IsKnownThere(vm.Id));
        return new DomainGetXmlDescRet(_written.Get(vm.Id, args.Flags & ~UpdateCpu, source, () => Write(vm, runtime, source, mirrors, args.Flags)));
    }

    private static string Write(Vm vm, VmRuntime? runtime, DomainXmlSource source, IReadOnlyList<DiskJobStatus> mirrors, uint flags)
    {
        var options = new DomainXmlOptions
        {
            Secure = (flags & (Secure | Migratable)) != 0,
            Migratable = (flags & Migratable) != 0,
            HostAccelerator = source.HostAccelerator,
            Emulator = source.Emulator,
            Live = runtime is null ? null : Live(runtime, source, mirrors),
        };
        return DomainXml.Write(runtime is null ? vm.Definition : runtime.Definition with { Name = vm.Name }, options);
    }

    private static LiveDomain Live(VmRuntime runtime, DomainXmlSource source, IReadOnlyList<DiskJobStatus> mirrors) => new()
    {
        Id = Math.Max(1, source.Number),
        Accel = runtime.Accel,
        MachineName = runtime.MachineName,
        Displays = runtime.Displays ?? [],
        Ports = runtime.Ports ?? new Dictionary<string, string>(),
        Plugs = Plugs(runtime.Plugs),
        Mirrors = mirrors.ToDictionary(mirror => mirror.Disk, mirror => new LiveMirror(
            SourceOf(mirror.To!), mirror.ToFormat ?? DiskFormat.Raw, mirror.Kind == DiskJobKind.Copy, mirror.Ready)),
        AgentConnected = source.AgentConnected,
        RunsAs = runtime.Uid is { } user ? (user, user) : null,
    };

    private static DiskSource SourceOf(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) ? new BlockDiskSource { Path = path } : new FileDiskSource { Path = path };

    private static Dictionary<string, LivePlug> Plugs(IReadOnlyList<NicPlug>? plugs) =>
        plugs.OrEmpty().ToDictionary(plug => plug.Alias, plug => new LivePlug(plug.Interface, plug.Bridge, plug.PortId));
}
