using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Saving the memory of domains, and going on from there.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class DomainSaveHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const uint Paused = 4;

    [Procedure(RemoteProcedure.DomainSave)]
    public async ValueTask SaveAsync(Session session, DomainSaveArgs args, CancellationToken cancellation) =>
        await SaveAsync(args.Dom, args.To, cancellation);

    [Procedure(RemoteProcedure.DomainSaveFlags)]
    public async ValueTask SaveAsync(Session session, DomainSaveFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainSaveFlags");
        ThrowIfGiven(args.Dxml);
        await SaveAsync(args.Dom, args.To, cancellation);
    }

    [Procedure(RemoteProcedure.DomainRestore)]
    public async ValueTask RestoreAsync(Session session, DomainRestoreArgs args, CancellationToken cancellation) =>
        await JobEnd.WaitAsync(engine.Jobs, await engine.Saving.RestoreAsync(args.From, paused: false, cancellation), cancellation);

    [Procedure(RemoteProcedure.DomainRestoreFlags)]
    public async ValueTask RestoreAsync(Session session, DomainRestoreFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Paused, "virDomainRestoreFlags");
        ThrowIfGiven(args.Dxml);
        var job = await engine.Saving.RestoreAsync(args.From, (args.Flags & Paused) != 0, cancellation);
        await JobEnd.WaitAsync(engine.Jobs, job, cancellation);
    }

    [Procedure(RemoteProcedure.DomainManagedSave)]
    public async ValueTask SaveAsync(Session session, DomainManagedSaveArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainManagedSave");
        await SaveAsync(args.Dom, null, cancellation);
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

    private async ValueTask SaveAsync(Domain handle, string? path, CancellationToken cancellation) =>
        await JobEnd.WaitAsync(engine.Jobs, engine.Saving.Save(domains.GetActive(handle).Id.ToString(), path), cancellation);

    private static void ThrowIfGiven(string? xml)
    {
        if (xml is not null)
        {
            throw new LibvirtException(ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, "a saved state cannot be given other XML yet");
        }
    }
}
