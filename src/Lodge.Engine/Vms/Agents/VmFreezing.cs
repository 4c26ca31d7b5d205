using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Guest;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Vms.Agents;

/// <summary>
/// Halts writing to guests' file systems, as for a copy of their disks, and lets it go on again: when told to, or at
/// the latest when the time that was set is over, also when this daemon has been restarted in between.
/// </summary>
public sealed class VmFreezing
{
    /// <summary>How long file systems stay frozen at most when nobody says.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(1);

    /// <summary>How long they can stay frozen.</summary>
    public static readonly TimeSpan LongestLimit = TimeSpan.FromHours(1);

    private static readonly TimeSpan ThawRetry = TimeSpan.FromSeconds(5);

    private readonly AgentFinder _finder;
    private readonly LiveVms _live;
    private readonly TimeProvider _clock;
    private readonly ILogger<VmFreezing> _logger;
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _thaws = new();

    internal VmFreezing(AgentFinder finder, LiveVms live, TimeProvider clock, ILogger<VmFreezing> logger) =>
        (_finder, _live, _clock, _logger) = (finder, live, clock, logger);

    /// <summary>Whether a guest's file systems are frozen.</summary>
    public async Task<GuestFreeze> GetAsync(string vm, CancellationToken cancellationToken)
    {
        var (present, agent) = _finder.Find(vm);
        var isFrozen = await agent.IsFrozenAsync(cancellationToken);
        return new GuestFreeze(isFrozen, ThawsAt: isFrozen ? _live.Find(present.Id)?.Intent.ThawAt : null);
    }

    /// <summary>Freezes file systems of a guest.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="mountPoints">Which; null for all.</param>
    /// <param name="limit">How long at most, 1 s to 1 hour.</param>
    /// <param name="cancellationToken">Stops waiting; then they are thawed.</param>
    public async Task<GuestFreeze> FreezeAsync(string vm, IReadOnlyList<string>? mountPoints, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (limit < TimeSpan.FromSeconds(1) || limit > LongestLimit)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"File systems can be frozen for 1 s to 1 hour, not {limit.TotalSeconds:0.#} s.");
        }

        var (present, agent) = _finder.Find(vm);
        if (await agent.IsFrozenAsync(cancellationToken))
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"File systems of VM '{present.Name}' are frozen already.", $"Thaw them first: lodge agent thaw {present.Name}");
        }

        // The promise to thaw comes first, so that whatever happens now, it is kept.
        var thawAt = _clock.GetUtcNow() + limit;
        Promise(present.Id, present.Name, thawAt);
        try
        {
            var count = await agent.FreezeAsync(mountPoints, cancellationToken);
            if (count == 0)
            {
                Forget(present.Id); // The agent does not count as frozen either.
            }

            return count == 0 ? new GuestFreeze(false, 0) : new GuestFreeze(true, count, thawAt);
        }
        catch (LodgeException refused) when (refused.Error.Code == ErrorCode.AgentFailed)
        {
            Forget(present.Id);
            throw;
        }
        catch
        {
            Promise(present.Id, present.Name, _clock.GetUtcNow());
            throw;
        }
    }

    /// <summary>Lets writing go on.</summary>
    public async Task<GuestFreeze> ThawAsync(string vm, CancellationToken cancellationToken)
    {
        var (present, agent) = _finder.Find(vm);
        var count = await agent.ThawAsync(cancellationToken);
        Forget(present.Id);
        return new GuestFreeze(false, count);
    }

    /// <summary>Takes up what a former daemon had promised.</summary>
    internal void TakeOver(Vm vm, LiveVm live)
    {
        if (live.Intent.ThawAt is { } thawAt)
        {
            Promise(vm.Id, vm.Name, thawAt);
        }
    }

    private void Promise(Guid id, string name, DateTimeOffset thawAt)
    {
        _live.Find(id)?.Amend(intent => intent with { ThawAt = thawAt });
        var mine = new CancellationTokenSource();
        _thaws.AddOrUpdate(id, mine, (_, before) =>
        {
            before.Cancel();
            return mine;
        });
        _ = KeepAsync(id, name, thawAt, mine.Token);
    }

    private void Forget(Guid id)
    {
        if (_thaws.TryRemove(id, out var thaw))
        {
            thaw.Cancel();
        }

        _live.Find(id)?.Amend(intent => intent with { ThawAt = null });
    }

    private async Task KeepAsync(Guid id, string name, DateTimeOffset thawAt, CancellationToken cancellationToken)
    {
        try
        {
            var wait = thawAt - _clock.GetUtcNow();
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _clock, cancellationToken);
            while (_live.Find(id) is { } live && !await TryThawAsync(live.Process.Agent, name, cancellationToken))
            {
                await Task.Delay(ThawRetry, _clock, cancellationToken);
            }

            Forget(id);
        }
        catch (OperationCanceledException)
        {
            return; // Thawed by somebody, or promised anew.
        }
    }

    // An agent that is gone has no frozen file systems behind it: they thaw with the guest's restart, or a new agent knows of them.
    private async Task<bool> TryThawAsync(IGuestAgent agent, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await agent.IsThereAsync(cancellationToken))
            {
                await agent.ThawAsync(cancellationToken);
                FreezingLog.ThawedByItself(_logger, name);
            }

            return true;
        }
        catch (LodgeException failure)
        {
            FreezingLog.ThawFailed(_logger, name, failure.Message);
            return false;
        }
    }
}
