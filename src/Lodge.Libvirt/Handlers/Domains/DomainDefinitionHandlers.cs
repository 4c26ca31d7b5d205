using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Checkpoints;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Defining, renaming and deleting domains, and whether they start with the host.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
/// <param name="runFolder">The folder with the sockets of running VMs, which mean nothing in a definition.</param>
internal sealed class DomainDefinitionHandlers(LodgeEngine engine, DomainDirectory domains, string? runFolder)
{
    private const uint Validate = 1;
    private const uint UndefineManagedSave = 1;

    private const uint UndefineSnapshots = 2;
    private const uint UndefineCheckpoints = 16;

    // What a VM keeps besides goes with it: keeping it cannot be asked for.
    private const uint UndefineKnown = 1 | 2 | 4 | 16 | 32;

    [Procedure(RemoteProcedure.DomainDefineXml)]
    public async ValueTask<DomainDefineXmlRet> DefineAsync(Session session, DomainDefineXmlArgs args, CancellationToken cancellation) =>
        new(await DefineAsync(args.Xml, 0, cancellation));

    [Procedure(RemoteProcedure.DomainDefineXmlFlags)]
    public async ValueTask<DomainDefineXmlFlagsRet> DefineAsync(Session session, DomainDefineXmlFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Validate, "virDomainDefineXMLFlags");
        return new(await DefineAsync(args.Xml, args.Flags, cancellation));
    }

    [Procedure(RemoteProcedure.DomainUndefine)]
    public async ValueTask UndefineAsync(Session session, DomainUndefineArgs args, CancellationToken cancellation) =>
        await UndefineAsync(args.Dom, discardSave: false, cancellation);

    [Procedure(RemoteProcedure.DomainUndefineFlags)]
    public async ValueTask UndefineAsync(Session session, DomainUndefineFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, UndefineKnown, "virDomainUndefineFlags");
        if ((args.Flags & UndefineSnapshots) != 0)
        {
            await ForgetSnapshotsAsync(domains.Get(args.Dom), cancellation);
        }

        if ((args.Flags & UndefineCheckpoints) != 0)
        {
            await ForgetCheckpointsAsync(domains.Get(args.Dom), cancellation);
        }

        await UndefineAsync(args.Dom, (args.Flags & UndefineManagedSave) != 0, cancellation);
    }

    [Procedure(RemoteProcedure.DomainRename)]
    public async ValueTask<DomainRenameRet> RenameAsync(Session session, DomainRenameArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainRename");
        var vm = domains.Get(args.Dom);
        if (vm.Status.IsLive)
        {
            // Lodge can, but clients count on it that a name stays as long as a domain runs.
            throw DomainDirectory.Invalid("cannot rename active domain");
        }

        var name = args.NewName ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "the new name is missing");
        if (name == vm.Name)
        {
            throw DomainDirectory.Invalid("Can't rename domain to itself");
        }

        await engine.Definitions.RenameAsync(vm.Id.ToString(), name, cancellation);
        return new DomainRenameRet(0);
    }

    [Procedure(RemoteProcedure.DomainGetAutostart)]
    public DomainGetAutostartRet GetAutostart(Session session, DomainGetAutostartArgs args) =>
        new(domains.Get(args.Dom).Definition.Autostart ? 1 : 0);

    [Procedure(RemoteProcedure.DomainSetAutostart)]
    public async ValueTask SetAutostartAsync(Session session, DomainSetAutostartArgs args, CancellationToken cancellation)
    {
        var vm = domains.Get(args.Dom);
        if (!vm.Persistent)
        {
            throw DomainDirectory.Invalid("cannot set autostart for transient domain");
        }

        var wanted = args.Autostart != 0;
        if (vm.Definition.Autostart != wanted)
        {
            await engine.Definitions.ReplaceAsync(vm.Id.ToString(), vm.Definition with { Autostart = wanted }, vm.Revision, cancellation);
        }
    }

    private async ValueTask<Domain> DefineAsync(string xml, uint flags, CancellationToken cancellation)
    {
        var definition = DomainXml.Read(xml, runFolder, (flags & Validate) != 0);
        var present = engine.Vms.Find(definition.Id);
        ThrowIfTaken(definition, present);
        return domains.Handle(await StoreAsync(definition, present, cancellation));
    }

    // A transient domain that runs becomes one that outlives its run.
    private Task<Vm> StoreAsync(VmDefinition definition, Vm? present, CancellationToken cancellation) => present switch
    {
        null => engine.Definitions.DefineAsync(definition, cancellation),
        { Persistent: false } => engine.Definitions.PersistAsync(present.Id.ToString(), definition, cancellation),
        _ => engine.Definitions.ReplaceAsync(
            present.Id.ToString(), definition with { Autostart = present.Definition.Autostart }, null, cancellation),
    };

    // XML without a UUID means a new domain, also when its name is known.
    private void ThrowIfTaken(VmDefinition definition, Vm? present)
    {
        if (present is not null && present.Name != definition.Name)
        {
            throw new LibvirtException(
                ErrorNumber.OperationFailed, ErrorOrigin.Domain, $"domain '{present.Name}' is already defined with uuid {present.Id}");
        }

        if (present is null && engine.Vms.Find(definition.Name) is { } other && other.Name == definition.Name)
        {
            throw new LibvirtException(
                ErrorNumber.OperationFailed, ErrorOrigin.Domain, $"domain '{other.Name}' already exists with uuid {other.Id}");
        }
    }

    // Their images stay.
    private async Task ForgetSnapshotsAsync(Vm vm, CancellationToken cancellation)
    {
        foreach (var root in engine.Snapshots.List(vm.Id.ToString()).Snapshots.Where(snapshot => snapshot.ParentId is null))
        {
            await engine.Snapshots.ForgetAsync(vm.Id.ToString(), root.Id.ToString(), SnapshotScope.WithChildren, cancellation);
        }
    }

    // Their bitmaps stay.
    private async Task ForgetCheckpointsAsync(Vm vm, CancellationToken cancellation)
    {
        foreach (var root in engine.Checkpoints.List(vm.Id.ToString()).Checkpoints.Where(checkpoint => checkpoint.ParentId is null))
        {
            await engine.Checkpoints.DeleteAsync(vm.Id.ToString(), root.Id.ToString(), CheckpointScope.WithChildren, recordOnly: true, cancellation);
        }
    }

    private async ValueTask UndefineAsync(Domain handle, bool discardSave, CancellationToken cancellation)
    {
        var vm = domains.Get(handle);
        if (!vm.Persistent)
        {
            throw DomainDirectory.Invalid("cannot undefine transient domain");
        }

        if (vm.HasManagedSave && !discardSave)
        {
            throw DomainDirectory.Invalid("Refusing to undefine while domain managed save image exists");
        }

        await engine.Definitions.UndefineAsync(vm.Id.ToString(), discardSave, null, cancellation);
    }
}
