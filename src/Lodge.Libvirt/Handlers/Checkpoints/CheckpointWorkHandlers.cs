using Lodge.Engine.Checkpoints;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Checkpoints;
using Lodge.Model.Checkpoints;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Checkpoints;

/// <summary>Making checkpoints, and deleting them.</summary>
/// <param name="service">All checkpoints.</param>
/// <param name="domains">All domains.</param>
/// <param name="checkpoints">Checkpoints by their handles.</param>
internal sealed class CheckpointWorkHandlers(CheckpointService service, DomainDirectory domains, CheckpointDirectory checkpoints)
{
    // virDomainCheckpointCreateFlags
    private const uint Redefine = 1;
    private const uint Quiesce = 2;
    private const uint Validate = 4;

    // virDomainCheckpointDeleteFlags
    private const uint WithChildren = 1;
    private const uint RecordOnly = 2;
    private const uint ChildrenOnly = 4;

    [Procedure(RemoteProcedure.DomainCheckpointCreateXml)]
    public async ValueTask<DomainCheckpointCreateXmlRet> CreateAsync(Session session, DomainCheckpointCreateXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Redefine | Quiesce | Validate, "virDomainCheckpointCreateXML");
        if ((args.Flags & (Redefine | Quiesce)) == (Redefine | Quiesce) || (args.Flags & (Redefine | Validate)) == Validate)
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "redefining goes with validation, and not with quiescing");
        }

        var vm = domains.Get(args.Dom);
        var wanted = CheckpointXml.Read(args.XmlDesc);
        var made = (args.Flags & Redefine) != 0
            ? await service.RedefineAsync(vm.Id.ToString(), KnownOf(vm, wanted, (args.Flags & Validate) != 0), cancellation)
            : await service.CreateAsync(vm.Id.ToString(), WishOf(vm, wanted, (args.Flags & Quiesce) != 0), cancellation);
        return new(CheckpointDirectory.Handle(args.Dom, made));
    }

    [Procedure(RemoteProcedure.DomainCheckpointDelete)]
    public async ValueTask DeleteAsync(Session session, DomainCheckpointDeleteArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, WithChildren | RecordOnly | ChildrenOnly, "virDomainCheckpointDelete");
        var (vm, _, found) = checkpoints.Get(args.Checkpoint);
        var scope = (args.Flags & (WithChildren | ChildrenOnly)) switch
        {
            0 => CheckpointScope.One,
            WithChildren => CheckpointScope.WithChildren,
            ChildrenOnly => CheckpointScope.ChildrenOnly,
            _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "children and only children cannot both be meant"),
        };
        await service.DeleteAsync(vm.Id.ToString(), found.Id.ToString(), scope, (args.Flags & RecordOnly) != 0, cancellation);
    }

    private static CheckpointWish WishOf(Vm vm, CheckpointDocument wanted, bool quiesce)
    {
        if (wanted.Disks.OrEmpty().FirstOrDefault(disk => disk.Bitmap is { } bitmap && bitmap != wanted.Name) is { } other)
        {
            throw new LibvirtException(
                ErrorNumber.ConfigUnsupported, ErrorOrigin.DomainCheckpoint, $"the bitmap of disk '{other.Name}' has the checkpoint's name: leave '{other.Bitmap}' out");
        }

        return new CheckpointWish
        {
            Name = wanted.Name,
            Description = wanted.Description,
            Quiesce = quiesce,
            Disks = wanted.Disks is null ? null : [.. Chosen(vm, wanted).Select(disk => disk.Name)],
        };
    }

    private static KnownCheckpoint KnownOf(Vm vm, CheckpointDocument wanted, bool mustBeSound) => new()
    {
        Name = wanted.Name ?? throw new LibvirtException(ErrorNumber.XmlError, ErrorOrigin.DomainCheckpoint, "a redefined checkpoint must have a name"),
        Description = wanted.Description,
        Parent = wanted.Parent,
        CreatedAt = wanted.CreationTime is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds())) : null,
        Disks = wanted.Disks is null ? null : [.. Chosen(vm, wanted).Select(disk => new DiskBitmap(disk.Name, disk.Bitmap ?? wanted.Name))],
        MustBeSound = mustBeSound,
    };

    private static IEnumerable<CheckpointDisk> Chosen(Vm vm, CheckpointDocument wanted) =>
        wanted.Disks.OrEmpty().Where(disk => disk.Kind != CheckpointKind.No).Select(disk => disk with { Name = NameOf(vm, disk.Name) });

    private static string NameOf(Vm vm, string nameOrPath) =>
        vm.CurrentDefinition.Disks.FirstOrDefault(disk => disk.Name == nameOrPath || disk.Source?.HostPath() == nameOrPath)?.Name
        ?? throw new LibvirtException(ErrorNumber.ConfigUnsupported, ErrorOrigin.DomainCheckpoint, $"no disk named '{nameOrPath}'");
}
