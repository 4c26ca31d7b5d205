using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Storage.Pools;

/// <summary>
/// What happens to pools when the daemon starts: those in use before are taken into use again, after a boot of the host
/// those with autostart. Changes wait for it, reads do not.
/// </summary>
internal sealed class PoolRecovery(StorageCore core, string? defaultFolder, Lazy<bool> hasBooted, ILogger<PoolRecovery> logger)
{
    private readonly List<Guid> _wanted = [];

    // Pools whose servers do not answer go on starting by themselves; everything else begins.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>The pool that is there after an installation, where libvirt's tools look for it.</summary>
    public const string DefaultName = "default";

    /// <summary>Reads what is stored; afterwards reads are right.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await core.Records.LoadAsync(cancellationToken);
        foreach (var stored in await core.Store.LoadAsync(cancellationToken))
        {
            var wasActive = stored.Active && !hasBooted.Value;
            if (!stored.Persistent && !wasActive)
            {
                await core.Store.DeleteAsync(stored.Definition.Id, cancellationToken);
                continue;
            }

            core.Inventory.Put(new Pool
            {
                Definition = stored.Definition,
                Revision = stored.Revision,
                Persistent = stored.Persistent,
                Capabilities = core.Calls.DriverOf(stored.Definition).Capabilities,
            });
            if (wasActive || stored.Definition.Autostart)
            {
                _wanted.Add(stored.Definition.Id);
            }
        }
    }

    /// <summary>Takes the pools into use, then lets changes in. Fails only when cancelled.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await MakeDefaultAsync(cancellationToken);
            var all = Task.WhenAll(_wanted.Select(core.Inventory.Find).OfType<Pool>().Select(pool => StartAsync(pool, cancellationToken)));
            await Task.WhenAny(all, Task.Delay(s_patience, core.Clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (all.IsFaulted)
            {
                await all;
            }
        }
        finally
        {
            core.Opening.Open();
        }

        _ = Task.Run(() => core.Watch.RunAsync(cancellationToken), cancellationToken);
    }

    // One that cannot be reached now counts as in use all the same: the watch tries again and again.
    private async Task StartAsync(Pool pool, CancellationToken cancellationToken)
    {
        using var held = await core.Gates.QueueAsync(pool.Id, "start", cancellationToken);
        try
        {
            await core.Lifecycle.StartHeldAsync(pool, cancellationToken);
        }
        catch (LodgeException failure)
        {
            PoolLog.StartFailed(logger, pool.Name, failure.Error.Message);
            core.Inventory.Update(pool.Id, now => now with { State = PoolState.Inaccessible, Problem = failure.Error });
        }
    }

    private async Task MakeDefaultAsync(CancellationToken cancellationToken)
    {
        if (defaultFolder is null || core.Inventory.List().Count > 0)
        {
            return;
        }

        try
        {
            if (!await core.Store.HadPoolsAsync(cancellationToken))
            {
                var definition = new PoolDefinition { Id = Guid.NewGuid(), Name = DefaultName, Backend = new FolderPoolBackend { Path = defaultFolder }, Autostart = true };
                await core.Calls.RunAsync(definition, "be built", PoolCalls.Look, (driver, access, token) => driver.BuildAsync(access, overwrite: false, token), cancellationToken);
                _wanted.Add((await core.Definitions.DefineHeldAsync(definition, null, cancellationToken)).Id);
            }
        }
        catch (LodgeException failure)
        {
            PoolLog.DefaultFailed(logger, failure.Error.Message);
        }
    }
}
