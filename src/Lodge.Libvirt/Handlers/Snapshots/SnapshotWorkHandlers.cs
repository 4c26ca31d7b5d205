using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Snapshots;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Snapshots;

/// <summary>Making snapshots, going back to them, and deleting them.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
/// <param name="snapshots">All snapshots.</param>
internal sealed class SnapshotWorkHandlers(LodgeEngine engine, DomainDirectory domains, SnapshotDirectory snapshots)
{
    // virDomainSnapshotCreateFlags. What is made is made of all disks or none, and all XML is checked, whatever is asked for.
    private const uint Redefine = 1;
    private const uint Current = 2;
    private const uint NoRecord = 4;
    private const uint Halt = 8;
    private const uint DiskOnly = 16;
    private const uint Reuse = 32;
    private const uint Quiesce = 64;
    private const uint Live = 256;
    private const uint KnownOfCreate = 0x3ff;

    // virDomainSnapshotRevertFlags
    private const uint Running = 1;
    private const uint Paused = 2;
    private const uint ResetVariables = 8;
    private const uint KnownOfRevert = 15;

    // virDomainSnapshotDeleteFlags
    private const uint WithChildren = 1;
    private const uint RecordOnly = 2;
    private const uint ChildrenOnly = 4;
    private const uint KnownOfDelete = 7;

    [Procedure(RemoteProcedure.DomainSnapshotCreateXml)]
    public async ValueTask<DomainSnapshotCreateXmlRet> CreateAsync(Session session, DomainSnapshotCreateXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, KnownOfCreate, "virDomainSnapshotCreateXML");
        var vm = domains.Get(args.Dom);
        var wanted = SnapshotXml.Read(args.XmlDesc);
        if ((args.Flags & Redefine) != 0)
        {
            return new(await RedefineAsync(args.Dom, vm, wanted, args.Flags, cancellation));
        }

        ThrowIfUnsupported(vm, args.Flags);
        var known = engine.Snapshots.List(vm.Id.ToString()).Snapshots.Select(snapshot => snapshot.Id).ToHashSet();
        var wish = SnapshotDescription.WishOf(vm, wanted, (args.Flags & DiskOnly) != 0, (args.Flags & Quiesce) != 0);
        await JobEnd.WaitAsync(engine.Jobs, engine.Snapshots.Create(vm.Id.ToString(), wish), cancellation);
        if ((args.Flags & Halt) != 0 && domains.Get(args.Dom).Status.IsLive)
        {
            await engine.Lifecycle.KillAsync(vm.Id.ToString(), cancellation);
        }

        var made = engine.Snapshots.List(vm.Id.ToString()).Snapshots.Last(snapshot => wish.Name is null ? !known.Contains(snapshot.Id) : snapshot.Name == wish.Name);
        return new(SnapshotDirectory.Handle(args.Dom, made));
    }

    /// <summary>Goes back; without memory in the snapshot the domain is stopped then, unless the client says otherwise.</summary>
    [Procedure(RemoteProcedure.DomainRevertToSnapshot)]
    public async ValueTask RevertAsync(Session session, DomainRevertToSnapshotArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, KnownOfRevert, "virDomainRevertToSnapshot");
        var (vm, _, found) = snapshots.Get(args.Snap);
        if ((args.Flags & ResetVariables) != 0)
        {
            throw SnapshotDescription.Unsupported("the firmware's variables come back as the snapshot has them");
        }

        var to = (args.Flags & (Running | Paused)) switch
        {
            0 => found.Memory is null ? RevertTo.Stopped : RevertTo.AsRecorded,
            Running => RevertTo.Running,
            Paused => RevertTo.Paused,
            _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "a domain cannot be both running and paused"),
        };
        await JobEnd.WaitAsync(engine.Jobs, engine.Snapshots.Revert(vm.Id.ToString(), found.Id.ToString(), to), cancellation);
    }

    [Procedure(RemoteProcedure.DomainSnapshotDelete)]
    public async ValueTask DeleteAsync(Session session, DomainSnapshotDeleteArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, KnownOfDelete, "virDomainSnapshotDelete");
        var (vm, _, found) = snapshots.Get(args.Snap);
        var scope = (args.Flags & (WithChildren | ChildrenOnly)) switch
        {
            0 => SnapshotScope.One,
            WithChildren => SnapshotScope.WithChildren,
            ChildrenOnly => SnapshotScope.ChildrenOnly,
            _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "children and only children cannot both be meant"),
        };
        if ((args.Flags & RecordOnly) != 0)
        {
            await engine.Snapshots.ForgetAsync(vm.Id.ToString(), found.Id.ToString(), scope, cancellation);
            return;
        }

        await JobEnd.WaitAsync(engine.Jobs, engine.Snapshots.Delete(vm.Id.ToString(), found.Id.ToString(), scope), cancellation);
    }

    private static void ThrowIfUnsupported(Vm vm, uint flags)
    {
        var why = flags switch
        {
            _ when (flags & NoRecord) != 0 => "Lodge keeps a record of each image that it makes: delete the snapshot's with 'snapshot-delete --metadata'",
            _ when (flags & Reuse) != 0 => "Lodge makes the new images itself: leave --reuse-external out, and name files that do not exist",
            _ when (flags & Live) != 0 && (flags & DiskOnly) == 0 && vm.Status.IsLive => "the guest stands still while its memory is written: leave --live out",
            _ => null,
        };
        if (why is not null)
        {
            throw SnapshotDescription.Unsupported(why);
        }
    }

    // What a snapshot is for can be said anew; where its data is, and what the domain stands on, are facts.
    private async Task<DomainSnapshot> RedefineAsync(Domain handle, Vm vm, SnapshotDocument wanted, uint flags, CancellationToken cancellation)
    {
        var all = engine.Snapshots.List(vm.Id.ToString());
        if (all.Snapshots.FirstOrDefault(snapshot => snapshot.Name == wanted.Name) is not { } found)
        {
            throw SnapshotDescription.Unsupported("only a snapshot that Lodge has can be redefined: it knows no images of others");
        }

        var now = SnapshotDescription.Of(all, found);
        if (wanted.Parent != now.Parent || (wanted.State is { } state && state != now.State))
        {
            throw SnapshotDescription.Unsupported("parent and state of a snapshot are what they are; only its description can change");
        }

        if ((flags & Current) != 0 && found.Id != all.CurrentId)
        {
            throw SnapshotDescription.Unsupported("the current snapshot is the one that the domain's disks stand on: revert to another");
        }

        await engine.Snapshots.DescribeAsync(vm.Id.ToString(), found.Id.ToString(), wanted.Description, cancellation);
        return SnapshotDirectory.Handle(handle, found);
    }
}
