using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Saving the memory of domains, and going on from there.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
/// <param name="xml">Their XML.</param>
internal sealed class DomainSaveHandlers(LodgeEngine engine, DomainDirectory domains, SavedXml xml)
{
    private const string File = "file";
    private const string OtherXml = "dxml";

    [Procedure(RemoteProcedure.DomainSave)]
    public async ValueTask SaveAsync(Session session, DomainSaveArgs args, CancellationToken cancellation) =>
        await SaveAsync(args.Dom, args.To, 0, cancellation);

    [Procedure(RemoteProcedure.DomainSaveFlags)]
    public async ValueTask SaveAsync(Session session, DomainSaveFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, SavedFlags.All, "virDomainSaveFlags");
        await SaveAsync(args.Dom, args.To, args.Flags, cancellation, args.Dxml);
    }

    [Procedure(RemoteProcedure.DomainSaveParams)]
    public async ValueTask SaveAsync(Session session, DomainSaveParamsArgs args, CancellationToken cancellation)
    {
        const string Function = "virDomainSaveParams";
        CallFlags.Check(args.Flags, SavedFlags.All, Function);
        var given = TypedParams.ReadTexts(args.Params, Function, File, OtherXml);
        await SaveAsync(args.Dom, given.GetValueOrDefault(File), args.Flags, cancellation, given.GetValueOrDefault(OtherXml));
    }

    [Procedure(RemoteProcedure.DomainRestore)]
    public async ValueTask RestoreAsync(Session session, DomainRestoreArgs args, CancellationToken cancellation) =>
        await RestoreAsync(args.From, 0, cancellation);

    [Procedure(RemoteProcedure.DomainRestoreFlags)]
    public async ValueTask RestoreAsync(Session session, DomainRestoreFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, SavedFlags.All, "virDomainRestoreFlags");
        await RestoreAsync(args.From, args.Flags, cancellation, args.Dxml);
    }

    [Procedure(RemoteProcedure.DomainRestoreParams)]
    public async ValueTask RestoreAsync(Session session, DomainRestoreParamsArgs args, CancellationToken cancellation)
    {
        const string Function = "virDomainRestoreParams";
        CallFlags.Check(args.Flags, SavedFlags.All, Function);
        var given = TypedParams.ReadTexts(args.Params, Function, File, OtherXml);
        var path = given.GetValueOrDefault(File)
            ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "the file to restore from is missing");
        await RestoreAsync(path, args.Flags, cancellation, given.GetValueOrDefault(OtherXml));
    }

    /// <summary>Saves without a file of the client's: the next start goes on from there.</summary>
    [Procedure(RemoteProcedure.DomainManagedSave)]
    public async ValueTask SaveAsync(Session session, DomainManagedSaveArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, SavedFlags.All, "virDomainManagedSave");
        await SaveAsync(args.Dom, null, args.Flags, cancellation);
    }

    [Procedure(RemoteProcedure.DomainHasManagedSaveImage)]
    public DomainHasManagedSaveImageRet HasSave(Session session, DomainHasManagedSaveImageArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainHasManagedSaveImage");
        return new DomainHasManagedSaveImageRet(domains.Get(args.Dom).HasManagedSave ? 1 : 0);
    }

    /// <summary>Throws a managed save away; that there is none is no failure.</summary>
    [Procedure(RemoteProcedure.DomainManagedSaveRemove)]
    public async ValueTask RemoveAsync(Session session, DomainManagedSaveRemoveArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainManagedSaveRemove");
        if (domains.Get(args.Dom) is { HasManagedSave: true } vm)
        {
            await engine.Saving.DiscardAsync(vm.Id.ToString(), cancellation);
        }
    }

    private async ValueTask SaveAsync(Domain handle, string? path, uint flags, CancellationToken cancellation, string? other = null) => await JobEnd.WaitAsync(
        engine.Jobs, engine.Saving.Save(domains.GetActive(handle).Id.ToString(), path, SavedFlags.IsPaused(flags), Change(other)), cancellation);

    private async ValueTask RestoreAsync(string path, uint flags, CancellationToken cancellation, string? other = null) =>
        await JobEnd.WaitAsync(engine.Jobs, await engine.Saving.RestoreAsync(path, SavedFlags.IsPaused(flags), Change(other), cancellation), cancellation);

    private Func<VmDefinition, VmDefinition>? Change(string? wanted) => wanted is null ? null : xml.Change(wanted);
}
