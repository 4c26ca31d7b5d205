using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;
using Lodge.Network.HostBridges.Facts;
using Lodge.Network.HostBridges.Guarding;
using Lodge.Network.HostBridges.Moving;
using Lodge.Network.HostBridges.Persistence;
using Lodge.Network.HostBridges.Planning;
using Lodge.Network.HostBridges.Records;
using Lodge.Network.Hosts;
using Microsoft.Extensions.Logging;

namespace Lodge.Network.HostBridges;

/// <summary>Bridges over interfaces of a Linux host: each step is written down before it is done, and can be taken back.</summary>
public sealed class LinuxHostBridges : IHostBridges, IDisposable
{
    private readonly ConcurrentDictionary<string, HostBridgeRecord> _records = new(StringComparer.Ordinal);
    private readonly HostBridgeOptions _options;
    private readonly NetworkPlace _place;
    private readonly HostBridgeJournal _journal;
    private readonly HostFileReader _reader;
    private readonly HostFileKeeper _files;
    private readonly MoveDoer _doer;
    private readonly LinkRestorer _restorer;
    private readonly LinkFactReader _facts;
    private readonly HostBridgePlanner _planner;
    private readonly NeighbourAsker _asker;
    private readonly BridgeGuards _guards;
    private readonly ILogger<LinuxHostBridges> _log;
    private readonly string _mark;

    /// <summary>Opens the network of the host. Changes nothing.</summary>
    /// <param name="options">Where and whose.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="watcher">Notices ends of processes; null where none is started.</param>
    public LinuxHostBridges(HostBridgeOptions options, ILoggerFactory loggers, PidFdWatcher? watcher = null)
        : this(options with { WhyNoFiles = options.WhyNoFiles ?? OwnNetwork.WhyNoFiles() }, new NetworkPlace(), loggers, watcher)
    {
    }

    internal LinuxHostBridges(HostBridgeOptions options, NetworkPlace place, ILoggerFactory loggers, PidFdWatcher? watcher = null)
    {
        (_options, _place, _log) = (options, place, loggers.CreateLogger<LinuxHostBridges>());
        _mark = $"lodge {options.Instance} host bridge";
        _journal = new HostBridgeJournal(Path.Combine(options.StateFolder, "host-bridges"));
        _reader = new HostFileReader(options.FilesRoot, options.WhyNoFiles);
        _files = new HostFileKeeper(_reader.Real);
        _doer = new MoveDoer(place);
        _restorer = new LinkRestorer(place, _doer, _mark);
        _facts = new LinkFactReader(place);
        _asker = new NeighbourAsker(place, TimeProvider.System);
        _guards = new BridgeGuards(options.GuardCommand, place, watcher);
        _planner = new HostBridgePlanner(place, _reader, _facts);
    }

    private static string BootId => KernelBoot.Id;

    /// <inheritdoc/>
    public IReadOnlyList<HostBridge> List() => [.. _records.Values.Select(record => record.Bridge).OrderBy(bridge => bridge.Interface, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public Task<IReadOnlyList<HostBridge>> RecoverAsync(CancellationToken cancellationToken) => RecoverAsync(_ => true);

    /// <summary>Gives back what a daemon that is gone had made over one interface, unless it is kept, or given back already.</summary>
    /// <param name="link">The interface.</param>
    /// <param name="before">What was made later is another daemon's.</param>
    internal Task<IReadOnlyList<HostBridge>> RecoverAsync(string link, DateTimeOffset before) =>
        RecoverAsync(record => record.Bridge.Interface == link && record.Bridge.MadeAt < before);

    /// <inheritdoc/>
    public Task<HostBridgePlan> PlanAsync(HostBridgeWish wish, CancellationToken cancellationToken) =>
        Task.Run(() => _planner.Draft(wish).Plan, cancellationToken);

    /// <inheritdoc/>
    public async Task<HostBridge> MoveAsync(HostBridgeWish wish, DateTimeOffset confirmBefore, CancellationToken cancellationToken)
    {
        var draft = await Task.Run(() => _planner.Draft(wish), cancellationToken);
        if (draft.Plan is { Owner: HostNetworkOwner.NetworkManager, Files.Count: 0 })
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"NetworkManager runs '{wish.Interface}' by a connection that is in no keyfile, and Lodge cannot have it make the bridge again.",
                $"Have it make the bridge: {string.Join("; ", draft.Plan.Commands)}");
        }

        var questions = await HeardBeforeAsync(draft, cancellationToken);
        await using var undo = new UndoStack(trouble => HostBridgeLog.UndoFailed(_log, wish.Interface, trouble));
        await _guards.StartAsync(wish.Interface, cancellationToken);
        undo.Push(() => _guards.End(wish.Interface));
        var record = await BeginAsync(draft, confirmBefore);
        var hasBridge = false;
        undo.Push(() => GiveUp(record, hasBridge));
        await Task.Run(() => Move(draft, () => hasBridge = true), CancellationToken.None);
        var answered = await HearAfterAsync(draft.Plan, questions);
        record = await NoteAsync(record with
        {
            Stage = HostBridgeStage.Waiting,
            Bridge = record.Bridge with { Answered = answered },
        });
        undo.Keep();
        HostBridgeLog.Moved(_log, record.Bridge.Bridge, record.Bridge.Interface);
        return record.Bridge;
    }

    /// <inheritdoc/>
    public async Task<HostBridge> KeepAsync(string link, CancellationToken cancellationToken)
    {
        var record = _records[link];
        await using var undo = new UndoStack(trouble => HostBridgeLog.UndoFailed(_log, link, trouble));
        try
        {
            undo.Push(async () => await NoteAsync(record));
            await NoteAsync(record with { Stage = HostBridgeStage.Writing });
            await _files.WriteAsync(record.Files, _journal.Backups(link), undo);
            var kept = record.Bridge with
            {
                State = HostBridgeState.Kept,
                ConfirmBefore = null,
                Files = record.Files.Count > 0 ? [.. record.Files.Select(file => file.Path)] : null,
                Backups = record.Files.Any(file => file.Before is not null) ? _journal.Backups(link) : null,
            };
            await NoteAsync(record with { Stage = HostBridgeStage.Kept, Bridge = kept });
            undo.Keep();
            _guards.End(link);
            HostBridgeLog.Kept(_log, kept.Bridge, link);
            return kept;
        }
        catch (IOException failure)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"The files that keep bridge '{record.Bridge.Bridge}' could not be written: {failure.Message}", "Nothing of them is left. Make room or get the rights, and confirm again; or let it go back.", failure);
        }
    }

    /// <inheritdoc/>
    public async Task<HostBridge> UndoAsync(string link, bool force, CancellationToken cancellationToken)
    {
        var record = _records[link];
        if (record.Stage == HostBridgeStage.Kept)
        {
            record = await Task.Run(() => AsItIsNow(record), cancellationToken);
            if (!force && _files.Foreign(record.Files) is { Count: > 0 } foreign)
            {
                throw new LodgeException(
                    ErrorCode.InvalidState,
                    $"{string.Join(" and ", foreign)} {(foreign.Count == 1 ? "was" : "were")} changed by somebody since the bridge over '{link}' was confirmed; nothing was changed.",
                    $"'lodge network bridge-host undo {link} --force' puts the old contents back, which are in {_journal.Backups(link)}.");
            }

            await NoteAsync(record);
        }

        try
        {
            return await GiveBackAsync(record, force);
        }
        catch (IOException failure)
        {
            throw HostTrouble.Refused($"'{link}' could not get everything back", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _guards.Dispose();
        _place.Dispose();
    }

    private async Task<IReadOnlyList<HostBridge>> RecoverAsync(Func<HostBridgeRecord, bool> which)
    {
        if (!_journal.Exists)
        {
            return [];
        }

        using var turn = await RecoveryTurn.TakeAsync(_journal.Folder);
        var given = new List<HostBridge>();
        LodgeException? first = null;
        foreach (var record in _journal.ReadAll().Where(which))
        {
            _records[record.Bridge.Interface] = record;
            if (record.Stage == HostBridgeStage.Kept)
            {
                continue;
            }

            HostBridgeLog.Recovering(_log, record.Bridge.Bridge, record.Bridge.Interface);
            try
            {
                given.Add(await GiveBackAsync(record, force: false));
            }
            catch (Exception failure) when (failure is IOException or LodgeException)
            {
                HostBridgeLog.UndoFailed(_log, record.Bridge.Interface, failure);
                first ??= failure as LodgeException ?? HostTrouble.Refused($"What bridge '{record.Bridge.Bridge}' had of '{record.Bridge.Interface}' could not be given back", failure);
            }
        }

        return first is null ? given : throw first;
    }

    // Gateways that did not answer before say nothing about the bridge.
    private async Task<Questions> HeardBeforeAsync(HostBridgeDraft draft, CancellationToken cancellationToken)
    {
        var answered = await _asker.AskAsync(draft.Plan.Interface, draft.Questions.Whom, TimeSpan.FromSeconds(2), isEnough: null, cancellationToken);
        return draft.Questions with { Whom = answered };
    }

    private async Task<IReadOnlyList<string>?> HearAfterAsync(HostBridgePlan plan, Questions questions)
    {
        var answered = await _asker.AskAsync(
            plan.Bridge, questions.Whom, _options.AnswerLimit, heard => !questions.All && heard.Count > 0, CancellationToken.None);
        if (questions.All ? answered.Count < questions.Whom.Count : answered.Count == 0 && questions.Whom.Count > 0)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"{string.Join(" and ", questions.Whom.Except(answered))} answered on '{plan.Interface}', and not over the bridge '{plan.Bridge}' within {Words.Left(_options.AnswerLimit)}: '{plan.Interface}' has everything back.",
                "A switch may let only one MAC address or no bridges through (port security, BPDU guard), or a firewall of the host drops what a bridge forwards.");
        }

        return answered.Count > 0 ? [.. answered.Select(one => one.ToString())] : null;
    }

    private async Task<HostBridgeRecord> BeginAsync(HostBridgeDraft draft, DateTimeOffset confirmBefore)
    {
        var record = new HostBridgeRecord
        {
            Bridge = new HostBridge
            {
                Interface = draft.Plan.Interface,
                Bridge = draft.Plan.Bridge,
                Network = draft.Plan.Network,
                MadeAt = DateTimeOffset.UtcNow,
                ConfirmBefore = confirmBefore,
                Owner = draft.Plan.Owner,
            },
            Stage = HostBridgeStage.Moving,
            BootId = BootId,
            Link = LinkRecord.Of(draft.Facts),
            Files = draft.Plan.Files,
            IsMarked = true,
        };
        try
        {
            return await _journal.WriteAsync(record);
        }
        catch (IOException failure)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"Nothing was changed: what '{record.Bridge.Interface}' has could not be written down first: {failure.Message}", null, failure);
        }
    }

    // The record stays when something could not be given back: the next daemon tries it again.
    private void GiveUp(HostBridgeRecord record, bool hasBridge)
    {
        if (hasBridge)
        {
            _restorer.Restore(record);
        }

        _journal.Delete(record.Bridge.Interface);
    }

    private void Move(HostBridgeDraft draft, Action onBridge)
    {
        try
        {
            foreach (var step in MovePlanner.Plan(draft.Facts, draft.Plan.Bridge, _mark))
            {
                _doer.Do(step);
                onBridge();
            }
        }
        catch (IOException failure)
        {
            throw HostTrouble.Refused($"Bridge '{draft.Plan.Bridge}' could not take over what '{draft.Plan.Interface}' has, which has everything back", failure);
        }
    }

    // What the bridge has now goes back, which DHCP or a person may have changed since.
    private HostBridgeRecord AsItIsNow(HostBridgeRecord record)
    {
        var undoing = record with { Stage = HostBridgeStage.Undoing, IsMarked = false };
        var bridge = _place.Host.Links.Find(record.Bridge.Bridge);
        var isThere = bridge?.Bridge is not null && _place.Host.Links.Find(record.Bridge.Interface)?.Master == bridge.Index;
        return isThere
            ? undoing with { BootId = BootId, IsMarked = bridge!.Note == _mark, Link = LinkRecord.Of(_facts.Read(bridge)) with { IsUp = true } }
            : undoing;
    }

    private async Task<HostBridge> GiveBackAsync(HostBridgeRecord record, bool force)
    {
        var link = record.Bridge.Interface;
        if (record.Stage is HostBridgeStage.Writing or HostBridgeStage.Undoing)
        {
            if (!force && _files.Foreign(record.Files) is { Count: > 0 } foreign)
            {
                HostBridgeLog.FilesLeft(_log, string.Join(", ", foreign), link);
            }

            await _files.GiveBackAsync(record.Files, force);
        }

        // After a boot the kernel knows nothing of it any more.
        if (record.BootId == BootId)
        {
            await Task.Run(() => _restorer.Restore(record), CancellationToken.None);
        }

        _journal.Delete(link);
        _records.TryRemove(link, out _);
        _guards.End(link);
        HostBridgeLog.Undone(_log, record.Bridge.Bridge, link);
        return record.Bridge with { State = HostBridgeState.Undone, ConfirmBefore = null };
    }

    private async Task<HostBridgeRecord> NoteAsync(HostBridgeRecord record)
    {
        await _journal.WriteAsync(record);
        _records[record.Bridge.Interface] = record;
        return record;
    }
}
