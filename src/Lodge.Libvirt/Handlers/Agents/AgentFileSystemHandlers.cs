using Lodge.Engine;
using Lodge.Engine.Vms.Agents;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>
/// The file systems of guests. What a client freezes thaws when it says so; Lodge lets none stay frozen for ever, and
/// thaws after an hour what was forgotten.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="agents">The agents of guests.</param>
internal sealed class AgentFileSystemHandlers(LodgeEngine engine, AgentCalls agents)
{
    [Procedure(RemoteProcedure.DomainFsfreeze)]
    public async ValueTask<DomainFsfreezeRet> FreezeAsync(Session session, DomainFsfreezeArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainFSFreeze");
        var mountPoints = args.Mountpoints.Length > 0 ? args.Mountpoints : null;
        var frozen = await agents.AskAsync(
            args.Dom, vm => engine.Freezing.FreezeAsync(vm, mountPoints, VmFreezing.LongestLimit, cancellation));
        return new DomainFsfreezeRet((int)(frozen.FileSystems ?? 0));
    }

    [Procedure(RemoteProcedure.DomainFsthaw)]
    public async ValueTask<DomainFsthawRet> ThawAsync(Session session, DomainFsthawArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainFSThaw");
        ThrowIfGiven(args.Mountpoints.Length > 0);
        var thawed = await agents.AskAsync(args.Dom, vm => engine.Freezing.ThawAsync(vm, cancellation));
        return new DomainFsthawRet((int)(thawed.FileSystems ?? 0));
    }

    [Procedure(RemoteProcedure.DomainFstrim)]
    public async ValueTask TrimAsync(Session session, DomainFstrimArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainFSTrim");
        ThrowIfGiven(args.MountPoint is not null);
        var minimum = (long)Math.Min(args.Minimum, long.MaxValue);
        await agents.AskAsync(args.Dom, vm => engine.Agents.TrimAsync(vm, minimum, cancellation));
    }

    [Procedure(RemoteProcedure.DomainGetFsinfo)]
    public async ValueTask<DomainGetFsinfoRet> ListAsync(Session session, DomainGetFsinfoArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainGetFSInfo");
        var vm = agents.Check(args.Dom);
        var systems = await agents.AskAsync(args.Dom, id => engine.Agents.GetFileSystemsAsync(id, cancellation));
        DomainFsinfo[] found =
        [
            .. systems.Select(system => new DomainFsinfo(
                system.MountPoint, system.Device, system.Type, [.. system.Disks.Select(disk => GuestDisks.Find(vm, disk)?.Name).OfType<string>()])),
        ];
        return new DomainGetFsinfoRet(found, (uint)found.Length);
    }

    // The agent thaws everything and trims everything.
    private static void ThrowIfGiven(bool hasMountPoint)
    {
        if (hasMountPoint)
        {
            throw new LibvirtException(ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, "Specifying mount point is not supported");
        }
    }
}
