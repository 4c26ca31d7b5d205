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
    // virDomainSaveRestoreFlags: how the guest is when it is brought back.
    private const uint Running = 2;
    private const uint Paused = 4;

    private const string File = "file";
    private const string OtherXml = "dxml";

    [Procedure(RemoteProcedure.DomainSave)]
    public async ValueTask SaveAsync(Session session, DomainSaveArgs args, CancellationToken cancellation) =>
        await SaveAsync(args.Dom, args.To, 0, cancellation);

    [Procedure(RemoteProcedure.DomainSaveFlags)]
    public async ValueTask SaveAsync(Session session, DomainSaveFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Running | Paused, "virDomainSaveFlags");
        ThrowIfGiven(args.Dxml);
        await SaveAsync(args.Dom, args.To, args.Flags, cancellation);
    }

    [Procedure(RemoteProcedure.DomainSaveParams)]
    public async ValueTask SaveAsync(Session session, DomainSaveParamsArgs args, CancellationToken cancellation)
    {
        const string Function = "virDomainSaveParams";
        CallFlags.Check(args.Flags, Running | Paused, Function);
        var given = TypedParams.ReadTexts(args.Params, Function, File, OtherXml);
        ThrowIfGiven(given.GetValueOrDefault(OtherXml));
        await SaveAsync(args.Dom, given.GetValueOrDefault(File), args.Flags, cancellation);
    }

    [Procedure(RemoteProcedure.DomainRestore)]
    public async ValueTask RestoreAsync(Session session, DomainRestoreArgs args, CancellationToken cancellation) =>
        await RestoreAsync(args.From, 0, cancellation);

    [Procedure(RemoteProcedure.DomainRestoreFlags)]
    public async ValueTask RestoreAsync(Session session, DomainRestoreFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Running | Paused, "virDomainRestoreFlags");
        ThrowIfGiven(args.Dxml);
        await RestoreAsync(args.From, args.Flags, cancellation);
    }

    [Procedure(RemoteProcedure.DomainRestoreParams)]
    public async ValueTask RestoreAsync(Session session, DomainRestoreParamsArgs args, CancellationToken cancellation)
    {
        const string Function = "virDomainRestoreParams";
        CallFlags.Check(args.Flags, Running | Paused, Function);
        var given = TypedParams.ReadTexts(args.Params, Function, File, OtherXml);
        ThrowIfGiven(given.GetValueOrDefault(OtherXml));
        var path = given.GetValueOrDefault(File)
            ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "the file to restore from is missing");
        await RestoreAsync(path, args.Flags, cancellation);
    }

    /// <summary>Saves without a file of the client's: the next start goes on from there.</summary>
    [Procedure(RemoteProcedure.DomainManagedSave)]
    public async ValueTask SaveAsync(Session session, DomainManagedSaveArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Running | Paused, "virDomainManagedSave");
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

    private async ValueTask SaveAsync(Domain handle, string? path, uint flags, CancellationToken cancellation) =>
        await JobEnd.WaitAsync(engine.Jobs, engine.Saving.Save(domains.GetActive(handle).Id.ToString(), path, IsPaused(flags)), cancellation);

    private async ValueTask RestoreAsync(string path, uint flags, CancellationToken cancellation) =>
        await JobEnd.WaitAsync(engine.Jobs, await engine.Saving.RestoreAsync(path, IsPaused(flags), cancellation), cancellation);

    private static bool? IsPaused(uint flags) => (flags & (Running | Paused)) switch
    {
        Running => false,
        Paused => true,
        0 => null,
        _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "running and paused flags are mutually exclusive"),
    };

    private static void ThrowIfGiven(string? xml)
    {
        if (xml is not null)
        {
            throw new LibvirtException(ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, "a saved state cannot be given other XML yet");
        }
    }
}
