using System.Collections.Concurrent;
using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;
using Lodge.Model.Text;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Networks.HostBridges;

/// <summary>
/// Bridges over interfaces of the host, for the doors. A bridge that nobody confirms in time is given back, as it is when the
/// daemon ends before that.
/// </summary>
public sealed class HostBridgeService : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_usualLimit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Countdown> _countdowns = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly NetworkCore _core;
    private readonly IHostBridges? _hand;
    private readonly BridgeNetwork _network;
    private readonly TimeProvider _clock;
    private readonly ILogger<HostBridgeService> _logger;

    internal HostBridgeService(NetworkCore core, IHostBridges? hand, TimeProvider clock, ILogger<HostBridgeService> logger) =>
        (_core, _hand, _network, _clock, _logger) = (core, hand, new BridgeNetwork(core), clock, logger);

    /// <summary>Those that wait to be confirmed, and those that are kept, by interface.</summary>
    public IReadOnlyList<HostBridge> List() => _hand?.List() ?? [];

    /// <summary>What making a bridge would do; changes nothing.</summary>
    /// <exception cref="LodgeException">There is no such interface, or no bridge can be made over it.</exception>
    public async Task<HostBridgePlan> PlanAsync(HostBridgeWish wish, CancellationToken cancellationToken)
    {
        LimitOf(wish);
        var plan = await Hand().PlanAsync(wish, cancellationToken);
        await _network.CheckAsync(plan, cancellationToken);
        return plan with { Notes = [.. plan.Notes, .. _network.Notes(plan)] };
    }

    /// <summary>
    /// Makes a bridge that takes over what an interface has, and sees that the network is still there. It is given back unless
    /// <see cref="ConfirmAsync"/> comes in time.
    /// </summary>
    /// <exception cref="LodgeException">It cannot be made, or somebody does not answer any more; everything is as before.</exception>
    public async Task<HostBridge> MakeAsync(HostBridgeWish wish, CancellationToken cancellationToken)
    {
        var limit = LimitOf(wish);
        using var turn = await EnterAsync(cancellationToken);
        ThrowIfMade(wish.Interface);
        var plan = await PlanAsync(wish, cancellationToken);
        var exact = wish with { Bridge = plan.Bridge, Network = plan.Network };
        var made = await Hand().MoveAsync(exact, _clock.GetUtcNow() + limit, cancellationToken);
        _countdowns[made.Interface] = new Countdown(limit, _clock, () => ExpireAsync(made.Interface));
        return made;
    }

    /// <summary>Keeps a bridge that waits: writes the files that make it again at boot, and makes the network for guests.</summary>
    /// <exception cref="LodgeException">None waits over that interface; or a file or the network could not be made, and it waits on.</exception>
    public async Task<HostBridge> ConfirmAsync(string link, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        var bridge = Find(link);
        if (bridge.State == HostBridgeState.Kept)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The bridge '{bridge.Bridge}' over '{link}' is confirmed already.");
        }

        var network = await _network.MakeAsync(bridge, cancellationToken);
        try
        {
            var kept = await Hand().KeepAsync(link, CancellationToken.None);
            await EndCountdownAsync(link);
            return kept;
        }
        catch
        {
            await _network.RemoveAsync(network);
            throw;
        }
    }

    /// <summary>Gives an interface everything back: at once while the bridge waits, later too. The network for guests goes.</summary>
    /// <param name="link">The interface.</param>
    /// <param name="force">Whether guests on the bridge are cut off, and files replaced that somebody has changed since.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">There is no such bridge; or guests use it, or a file was changed, and nothing was done.</exception>
    public async Task<HostBridge> UndoAsync(string link, bool force, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        var bridge = Find(link);
        if (!force)
        {
            _network.ThrowIfUsed(bridge);
        }

        var network = _network.Of(bridge);
        if (network is not null)
        {
            await _network.RemoveAsync(network);
        }

        try
        {
            var undone = await Hand().UndoAsync(link, force, CancellationToken.None);
            await EndCountdownAsync(link);
            return undone;
        }
        catch (LodgeException) when (network is not null)
        {
            await _core.Creation.MakeAsync(network.Definition, flexible: false, network.IsActive, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Gives back what a former daemon left in the middle. Fails only when cancelled.</summary>
    internal async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (_hand is null || _core.Host.WhyNot is not null)
        {
            return;
        }

        try
        {
            foreach (var bridge in await _hand.RecoverAsync(cancellationToken))
            {
                HostBridgeLog.Recovered(_logger, bridge.Interface, bridge.Bridge);
            }
        }
        catch (Exception failure) when (failure is LodgeException or IOException)
        {
            HostBridgeLog.RecoveryFailed(_logger, failure.Message);
        }
    }

    /// <summary>Nobody is left who would look at the clock: what waits is given back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        using var turn = new Turn(_turn);
        foreach (var link in _countdowns.Keys)
        {
            await EndCountdownAsync(link);
            await GiveBackAsync(link, "lodged ends");
        }
    }

    private async Task ExpireAsync(string link)
    {
        await _turn.WaitAsync();
        using var turn = new Turn(_turn);
        if (_countdowns.TryRemove(link, out _))
        {
            await GiveBackAsync(link, "nobody confirmed it in time");
        }
    }

    private async Task GiveBackAsync(string link, string why)
    {
        if (List().All(bridge => bridge.Interface != link || bridge.State != HostBridgeState.Waiting))
        {
            return;
        }

        try
        {
            var undone = await Hand().UndoAsync(link, force: false, CancellationToken.None);
            HostBridgeLog.GivenBack(_logger, link, undone.Bridge, why);
        }
        catch (LodgeException failure)
        {
            HostBridgeLog.GiveBackFailed(_logger, link, failure.Message);
        }
    }

    private async Task EndCountdownAsync(string link)
    {
        if (_countdowns.TryRemove(link, out var countdown))
        {
            await countdown.DisposeAsync();
        }
    }

    private IHostBridges Hand()
    {
        NetworkErrors.ThrowIfNone(_core.Host);
        return _hand ?? throw new LodgeException(ErrorCode.Unsupported, "This host cannot have bridges made over its interfaces.");
    }

    private HostBridge Find(string link)
    {
        var all = Hand().List();
        return all.FirstOrDefault(bridge => bridge.Interface == link) ?? throw new LodgeException(
            ErrorCode.NotFound,
            $"Lodge has no bridge over '{link}'.",
            Suggestion.For(link, all.Select(bridge => bridge.Interface)) is { } near ? $"Did you mean '{near}'?"
                : "Those that wait to be confirmed are given back when their time is over; 'lodge network bridge-host list' shows what there is.");
    }

    private void ThrowIfMade(string link)
    {
        if (List().FirstOrDefault(bridge => bridge.Interface == link) is { } made)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"'{link}' has the bridge '{made.Bridge}' of Lodge's already{(made.State == HostBridgeState.Waiting ? ", which waits to be confirmed" : "")}.",
                made.State == HostBridgeState.Waiting ? $"lodge network bridge-host confirm {link}" : $"Guests use it by the network '{made.Network}'.");
        }
    }

    private static TimeSpan LimitOf(HostBridgeWish wish) => wish.ConfirmWithin switch
    {
        null => s_usualLimit,
        { } seconds when seconds is >= 1 and <= 3600 => TimeSpan.FromSeconds(seconds),
        var other => throw new LodgeException(ErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"'confirmWithin' must be 1 to 3600 seconds, and is {other}.")),
    };

    private async Task<Turn> EnterAsync(CancellationToken cancellationToken) => await _turn.WaitAsync(s_patience, cancellationToken)
        ? new Turn(_turn)
        : throw new LodgeException(ErrorCode.Busy, "Another bridge over an interface is being made or undone.", "Try again in a moment.");

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
