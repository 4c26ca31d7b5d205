using Lodge.Engine;
using Lodge.Engine.DiskJobs;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Devices;
using Lodge.Model.DiskJobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>What begins a job on a disk: pull, copy and commit. Copies and commits of the active image wait for the client's word when they are ready.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class BlockCopyHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const uint PullInBytes = 64;

    [Procedure(RemoteProcedure.DomainBlockPull)]
    public async ValueTask PullAsync(Session session, DomainBlockPullArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, PullInBytes, "virDomainBlockPull");
        await PullAsync(args.Dom, args.Path, null, BlockBandwidth.InBytes(args.Bandwidth, (args.Flags & PullInBytes) != 0), cancellation);
    }

    /// <summary>A pull down to a base, or by a flag a copy: the older of two calls for that.</summary>
    [Procedure(RemoteProcedure.DomainBlockRebase)]
    public async ValueTask RebaseAsync(Session session, DomainBlockRebaseArgs args, CancellationToken cancellation)
    {
        const uint Shallow = 1, Reuse = 2, Raw = 4, Copy = 8, ToDevice = 32;
        CallFlags.Check(args.Flags, Shallow | Reuse | Raw | Copy | ToDevice | PullInBytes, "virDomainBlockRebase");
        var speed = BlockBandwidth.InBytes(args.Bandwidth, (args.Flags & PullInBytes) != 0);
        if ((args.Flags & Copy) == 0)
        {
            await PullAsync(args.Dom, args.Path, args.Base, speed, cancellation);
            return;
        }

        ThrowIfPersistent(domains.GetActive(args.Dom));
        await CopyAsync(args.Dom, args.Path, cancellation, disk => new DiskJobWish
        {
            Disk = disk,
            Kind = DiskJobKind.Copy,
            Path = args.Base ?? throw Invalid("a copy needs a destination"),
            Format = (args.Flags & Raw) != 0 ? DiskFormat.Raw : null,
            Reuse = (args.Flags & (Reuse | ToDevice)) != 0,
            Shallow = (args.Flags & Shallow) != 0,
            Speed = speed,
        });
    }

    [Procedure(RemoteProcedure.DomainBlockCopy)]
    public async ValueTask CopyAsync(Session session, DomainBlockCopyArgs args, CancellationToken cancellation)
    {
        const uint Shallow = 1, Reuse = 2, TransientJob = 4, Synchronous = 8;
        CallFlags.Check(args.Flags, Shallow | Reuse | TransientJob | Synchronous, "virDomainBlockCopy");
        if ((args.Flags & TransientJob) == 0)
        {
            ThrowIfPersistent(domains.GetActive(args.Dom));
        }

        var target = DeviceXml.ReadCopyTarget(args.Destxml);
        await CopyAsync(args.Dom, args.Path, cancellation, disk => new DiskJobWish
        {
            Disk = disk,
            Kind = DiskJobKind.Copy,
            Pool = (target.Source as VolumeDiskSource)?.Pool,
            Volume = (target.Source as VolumeDiskSource)?.Volume,
            Path = target.Source is VolumeDiskSource ? null : target.Source?.HostPath() ?? throw Invalid("a copy needs a file, a block device or a volume as its destination"),
            Format = target.Format,
            Reuse = (args.Flags & Reuse) != 0 || target.Source is BlockDiskSource,
            Shallow = (args.Flags & Shallow) != 0,
            Synchronous = (args.Flags & Synchronous) != 0,
            Speed = SpeedOf(args.Params),
        });
    }

    [Procedure(RemoteProcedure.DomainBlockCommit)]
    public async ValueTask CommitAsync(Session session, DomainBlockCommitArgs args, CancellationToken cancellation)
    {
        const uint Shallow = 1, Delete = 2, Active = 4, Relative = 8, InBytes = 16;
        CallFlags.Check(args.Flags, Shallow | Delete | Active | Relative | InBytes, "virDomainBlockCommit");
        if ((args.Flags & Relative) != 0)
        {
            throw new LibvirtException(
                ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, "relative names of backing files are not kept: images name those below them by absolute paths, as QEMU is never let follow a name");
        }

        var vm = domains.GetActive(args.Dom);
        var disk = DiskOf(vm, args.Disk);
        var isActive = args.Top is null || args.Top == disk.Source?.HostPath();
        if (isActive != ((args.Flags & Active) != 0))
        {
            throw Invalid(isActive ? $"commit of '{disk.Name}' active layer requires active flag" : $"active commit requested but '{args.Top}' is not active");
        }

        if ((args.Flags & Shallow) != 0 && args.Base is not null)
        {
            throw Invalid("flags VIR_DOMAIN_BLOCK_COMMIT_SHALLOW and a base are mutually exclusive");
        }

        await engine.DiskJobs.BeginAsync(
            vm.Id.ToString(),
            new DiskJobWish
            {
                Disk = disk.Name!,
                Kind = DiskJobKind.Commit,
                Top = isActive ? null : args.Top,
                Base = args.Base,
                OnlyNext = (args.Flags & Shallow) != 0,
                DeleteImages = (args.Flags & Delete) != 0,
                AtReady = AtReady.Wait,
                Speed = BlockBandwidth.InBytes(args.Bandwidth, (args.Flags & InBytes) != 0),
            },
            cancellation);
    }

    private async Task PullAsync(Domain handle, string path, string? stays, long speed, CancellationToken cancellation)
    {
        var vm = domains.GetActive(handle);
        await engine.DiskJobs.BeginAsync(
            vm.Id.ToString(), new DiskJobWish { Disk = DiskOf(vm, path).Name!, Kind = DiskJobKind.Pull, Base = stays, Speed = speed }, cancellation);
    }

    private async Task CopyAsync(Domain handle, string path, CancellationToken cancellation, Func<string, DiskJobWish> wish)
    {
        var vm = domains.GetActive(handle);
        await engine.DiskJobs.BeginAsync(vm.Id.ToString(), wish(DiskOf(vm, path).Name!) with { AtReady = AtReady.Wait }, cancellation);
    }

    // As with libvirt, who says that the job may be lost with the run says so outright, though Lodge keeps it.
    private static void ThrowIfPersistent(Vm vm)
    {
        if (vm.Persistent)
        {
            throw new LibvirtException(ErrorNumber.OperationInvalid, ErrorOrigin.Qemu, "domain is not transient");
        }
    }

    private static long SpeedOf(IReadOnlyList<TypedParam> given)
    {
        var speed = 0L;
        foreach (var param in given)
        {
            speed = param.Field switch
            {
                "bandwidth" when param.Value.Kind == TypedParamValueKind.ULong => BlockBandwidth.InBytes(param.Value.AsULong(), isBytes: true),
                "granularity" or "buf-size" => throw new LibvirtException(ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, $"parameter '{param.Field}' is QEMU's own to choose"),
                _ => throw Invalid($"parameter '{param.Field}' not supported by virDomainBlockCopy"),
            };
        }

        return speed;
    }

    private static DiskDefinition DiskOf(Vm vm, string name) => vm.CurrentDefinition.FindDisk(name) ?? throw Invalid($"disk '{name}' not found in domain");

    private static LibvirtException Invalid(string detail) => new(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, detail);
}
