using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.DiskJobs;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>The job that a disk has: how far it is, how fast, and how it ends.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class BlockJobHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const uint InBytes = 1;
    private const uint Asynchronously = 1;
    private const uint Pivot = 2;

    [Procedure(RemoteProcedure.DomainGetBlockJobInfo)]
    public DomainGetBlockJobInfoRet Get(Session session, DomainGetBlockJobInfoArgs args)
    {
        CallFlags.Check(args.Flags, InBytes, "virDomainGetBlockJobInfo");
        var (vm, disk) = Find(args.Dom, args.Path);
        if (engine.DiskJobs.Find(vm, disk.Name!) is not { } job)
        {
            return new DomainGetBlockJobInfoRet(0, 0, 0, 0, 0);
        }

        // Clients take a job for ready as soon as both numbers are the same.
        var end = Math.Max(job.Total, 1);
        var done = job.Ready ? end : Math.Min(job.Done, end - 1);
        var speed = (args.Flags & InBytes) != 0 ? (ulong)job.Speed : BlockBandwidth.InMebibytes(job.Speed);
        return new DomainGetBlockJobInfoRet(1, BlockJobTypes.Of(job.Kind), speed, (ulong)done, (ulong)end);
    }

    /// <summary>Ends it: by going on in the copy with the flag, else by staying where the guest is.</summary>
    [Procedure(RemoteProcedure.DomainBlockJobAbort)]
    public async ValueTask AbortAsync(Session session, DomainBlockJobAbortArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Asynchronously | Pivot, "virDomainBlockJobAbort");
        var (vm, disk) = Find(args.Dom, args.Path);
        var job = engine.DiskJobs.Find(vm, disk.Name!) ?? throw NoJob(disk);
        var waits = (args.Flags & Asynchronously) == 0;
        if ((args.Flags & Pivot) == 0)
        {
            await engine.DiskJobs.EndAsync(vm, disk.Name!, waits, cancellation);
            return;
        }

        if (job.Kind is not (DiskJobKind.Copy or DiskJobKind.ActiveCommit))
        {
            throw new LibvirtException(ErrorNumber.OperationInvalid, ErrorOrigin.Qemu, $"pivot of disk '{disk.Name}' requires an active copy job");
        }

        if (!job.Ready)
        {
            throw new LibvirtException(ErrorNumber.BlockCopyActive, ErrorOrigin.Qemu, $"disk '{disk.Name}' not ready for pivot yet");
        }

        var pivoting = await engine.DiskJobs.PivotAsync(vm, disk.Name!, mustBeReady: true, cancellation);
        if (waits)
        {
            await JobEnd.WaitAsync(engine.Jobs, pivoting, cancellation);
        }
    }

    [Procedure(RemoteProcedure.DomainBlockJobSetSpeed)]
    public async ValueTask SetSpeedAsync(Session session, DomainBlockJobSetSpeedArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, InBytes, "virDomainBlockJobSetSpeed");
        var (vm, disk) = Find(args.Dom, args.Path);
        if (engine.DiskJobs.Find(vm, disk.Name!) is null)
        {
            throw NoJob(disk);
        }

        await engine.DiskJobs.SetSpeedAsync(vm, disk.Name!, BlockBandwidth.InBytes(args.Bandwidth, (args.Flags & InBytes) != 0), cancellation);
    }

    private (string Vm, DiskDefinition Disk) Find(Domain handle, string name)
    {
        var vm = domains.GetActive(handle);
        return (vm.Id.ToString(), vm.CurrentDefinition.FindDisk(name) ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"disk '{name}' not found in domain"));
    }

    private static LibvirtException NoJob(DiskDefinition disk) =>
        new(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"disk {disk.Name} does not have an active block job");
}
