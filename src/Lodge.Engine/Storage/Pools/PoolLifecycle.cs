using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;

namespace Lodge.Engine.Storage.Pools;

/// <summary>Building, starting, stopping and deleting pools.</summary>
internal sealed class PoolLifecycle(StorageCore core)
{
    /// <summary>Starts a pool that is gone when it stops.</summary>
    public async Task<Pool> CreateAsync(PoolDefinition definition, bool build, CancellationToken cancellationToken)
    {
        PoolValidator.ThrowIfFlawed(definition);
        var wanted = PoolDefinitions.WithId(definition);
        using var held = await core.Gates.EnterAsync(wanted.Id, "start", cancellationToken, wanted.Name);
        if (core.Inventory.Find(wanted.Id) is { } known)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"There is a storage pool '{known.Name}' with this id already.", $"Start it with 'lodge pool start {known.Name}'.");
        }

        var draft = await core.Definitions.DraftTransientAsync(wanted, cancellationToken);
        try
        {
            if (build)
            {
                await BuildHeldAsync(draft, overwrite: false, cancellationToken);
            }

            return await StartHeldAsync(draft, cancellationToken);
        }
        catch
        {
            core.Inventory.Remove(wanted.Id);
            throw;
        }
    }

    public async Task<Pool> BuildAsync(string pool, bool overwrite, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(pool);
        using var held = await core.Gates.EnterAsync(found.Id, "building", cancellationToken, found.Name);
        var before = core.Inventory.Get(found.Id);
        PoolErrors.ThrowIfActive(before, "be built");
        return await BuildHeldAsync(before, overwrite, cancellationToken);
    }

    public async Task<Pool> StartAsync(string pool, bool build, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(pool);
        using var held = await core.Gates.EnterAsync(found.Id, "start", cancellationToken, found.Name);
        var before = core.Inventory.Get(found.Id);
        if (before.IsActive)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The storage pool '{before.Name}' is active already.");
        }

        if (build)
        {
            await BuildHeldAsync(before, overwrite: false, cancellationToken);
        }

        return await StartHeldAsync(before, cancellationToken);
    }

    /// <summary>As <see cref="StartAsync"/>. The caller holds the pool.</summary>
    public async Task<Pool> StartHeldAsync(Pool before, CancellationToken cancellationToken)
    {
        await core.Calls.RunAsync(before.Definition, "be started", PoolCalls.Turn, (driver, access, token) => driver.StartAsync(access, token), cancellationToken);
        try
        {
            var measure = await core.Calls.RunAsync(before.Definition, "be measured", PoolCalls.Look, (driver, access, token) => driver.MeasureAsync(access, token), cancellationToken);
            core.Inventory.Update(before.Id, now => now with { State = PoolState.Running, Problem = null, Room = measure.Room });
            var after = core.Condition.Settle(before.Id, measure) ?? before;
            await core.Definitions.KeepActiveAsync(after);
            core.Announce(EventKind.PoolStarted, after.Definition);
            return after;
        }
        catch
        {
            await core.Calls.RunAsync(before.Definition, "be stopped", PoolCalls.Turn, (driver, access, token) => driver.StopAsync(access, token), CancellationToken.None);
            core.Inventory.Update(before.Id, Inactive);
            throw;
        }
    }

    public async Task<Pool> StopAsync(string pool, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(pool);
        using var held = await core.Gates.EnterAsync(found.Id, "stop", cancellationToken, found.Name);
        var before = core.Inventory.Get(found.Id);
        PoolErrors.ThrowUnlessActive(before, "be stopped");
        core.Claims.ThrowIfAnyIn(before);
        core.Use.ThrowIfRunning(before);
        await core.Calls.RunAsync(before.Definition, "be stopped", PoolCalls.Turn, (driver, access, token) => driver.StopAsync(access, token), CancellationToken.None);
        var after = core.Inventory.Update(before.Id, Inactive) ?? before;
        await core.Definitions.KeepActiveAsync(after);
        core.Catalogue.Forget(after.Id);
        core.Announce(EventKind.PoolStopped, after.Definition);
        if (!after.Persistent)
        {
            core.Inventory.Remove(after.Id);
            core.Records.Forget(after.Id);
            core.Announce(EventKind.PoolUndefined, after.Definition, "It was transient.");
        }

        return after;
    }

    /// <summary>Deletes what a pool is made of; its definition stays.</summary>
    public async Task DeleteAsync(string pool, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(pool);
        using var held = await core.Gates.EnterAsync(found.Id, "deletion", cancellationToken, found.Name);
        var before = core.Inventory.Get(found.Id);
        PoolErrors.ThrowIfActive(before, "have its storage deleted");
        await core.Use.ThrowIfDefinedInAsync(before, cancellationToken);
        await core.Calls.RunAsync(before.Definition, "be deleted", PoolCalls.Turn, (driver, access, token) => driver.DeleteAsync(access, token), cancellationToken);
        core.Announce(EventKind.PoolDeleted, before.Definition);
    }

    // Making a file system or a table can take long, and is not limited; it can be cancelled.
    private async Task<Pool> BuildHeldAsync(Pool before, bool overwrite, CancellationToken cancellationToken)
    {
        core.Inventory.Update(before.Id, now => now with { State = PoolState.Building });
        try
        {
            await core.Calls.RunAsync(
                before.Definition, "be built", Timeout.InfiniteTimeSpan, (driver, access, token) => driver.BuildAsync(access, overwrite, token), cancellationToken);
        }
        finally
        {
            core.Inventory.Update(before.Id, Inactive);
        }

        core.Announce(EventKind.PoolBuilt, before.Definition);
        return core.Inventory.Find(before.Id) ?? before;
    }

    private Pool Inactive(Pool now) => now with
    {
        State = PoolState.Inactive,
        Room = null,
        Filling = PoolFilling.Fine,
        Problem = null,
        VolumeCount = null,
        MeasuredAt = null,
        Capabilities = core.Calls.DriverOf(now.Definition).Capabilities,
    };
}
