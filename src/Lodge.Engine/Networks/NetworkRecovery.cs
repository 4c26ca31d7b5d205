using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Networks;

/// <summary>
/// What happens to networks when the daemon starts: those that ran are seen to, rules are set, and the others that shall
/// start with it are started. Changes wait for it, reads do not.
/// </summary>
internal sealed class NetworkRecovery(NetworkCore core, bool makesDefault, Lazy<bool> hasBooted, ILogger<NetworkRecovery> logger)
{
    /// <summary>Reads what is stored and what runs; afterwards reads are right.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await core.Groups.LoadAsync(cancellationToken);
        await core.Filters.LoadAsync(cancellationToken);
        foreach (var stored in await core.Store.LoadNetworksAsync(cancellationToken))
        {
            core.Inventory.Put(new Network { Definition = stored.Definition, Revision = stored.Revision });
        }

        foreach (var runtime in core.Host.ReadRunning())
        {
            var known = core.Inventory.Find(runtime.Definition.Id) ?? new Network { Definition = runtime.Definition, Persistent = false };
            core.Inventory.Put(known with { Runtime = runtime });
        }

        foreach (var plug in core.Host.ListPlugs())
        {
            core.Plugs.Put(plug);
        }
    }

    /// <summary>Brings the networks in order, then lets changes in. Fails only when cancelled.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SetRulesAsync(cancellationToken);
            await Task.WhenAll(core.Inventory.List().Where(network => network.IsActive).Select(network => ReadoptAsync(network, cancellationToken)));
            await AutostartAsync(cancellationToken);
            await MakeDefaultAsync(cancellationToken);
        }
        finally
        {
            core.Opening.Open();
        }

        _ = Task.Run(() => FollowAsync(cancellationToken), cancellationToken);
    }

    private async Task SetRulesAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (core.Host.WhyNot is null)
            {
                await core.Host.SetRulesAsync(core.Rules.Now, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is LodgeException or IOException)
        {
            NetworkLog.RulesFailed(logger, failure.Message);
        }
    }

    private async Task ReadoptAsync(Network network, CancellationToken cancellationToken)
    {
        using var held = await core.Gates.QueueAsync(network.Id, "recovery", cancellationToken);
        try
        {
            var runtime = await core.Host.StartAsync(network.Runtime!.Definition, cancellationToken);
            core.Inventory.Update(network.Id, now => now with { Runtime = runtime });
            NetworkLog.Readopted(logger, network.Name);
        }
        catch (Exception failure) when (failure is LodgeException or IOException)
        {
            NetworkLog.ReadoptFailed(logger, network.Name, failure.Message);
            core.News.Note(network.Id, [$"It could not be brought in order when lodged started: {failure.Message}"]);
        }
    }

    private async Task AutostartAsync(CancellationToken cancellationToken)
    {
        if (core.Host.WhyNot is not null || !hasBooted.Value)
        {
            return;
        }

        await Task.WhenAll(core.Inventory.List().Where(network => network is { Definition.Autostart: true, IsActive: false })
            .Select(network => StartAsync(network, cancellationToken)));
    }

    private async Task StartAsync(Network network, CancellationToken cancellationToken)
    {
        using var held = await core.Gates.QueueAsync(network.Id, "start", cancellationToken);
        try
        {
            await core.Lifecycle.StartHeldAsync(network);
        }
        catch (Exception failure) when (failure is LodgeException or IOException)
        {
            NetworkLog.AutostartFailed(logger, network.Name, failure.Message);
        }
    }

    private async Task MakeDefaultAsync(CancellationToken cancellationToken)
    {
        if (!makesDefault || core.Host.WhyNot is not null || core.Inventory.List().Count > 0)
        {
            return;
        }

        try
        {
            if (!await core.Store.HadNetworksAsync(cancellationToken))
            {
                await StartAsync(await core.Definitions.DefineHeldAsync(DefaultNetwork.Make(), flexible: true, cancellationToken), cancellationToken);
            }
        }
        catch (LodgeException failure)
        {
            NetworkLog.DefaultFailed(logger, failure.Message);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await core.News.FollowAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            NetworkLog.Ended(logger);
        }
    }
}
