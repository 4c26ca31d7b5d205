using System.Diagnostics;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Guest;
using Lodge.Qemu.Live;
using Lodge.Qemu.Processes;

namespace Lodge.Qemu.Meters;

/// <summary>
/// Asks one QEMU for the guest's memory. QEMU tells by itself when the balloon moves, and the guest tells its figures every
/// few seconds: between two times there is nothing new to ask for.
/// </summary>
/// <param name="session">Its monitor.</param>
internal sealed class MemoryQuestions(QmpSession session)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Known? _known;
    private int _moves;

    /// <summary>The guest has given memory, or taken it back.</summary>
    /// <param name="present">What it has now, bytes.</param>
    public void OnBalloonMoved(long present)
    {
        lock (_gate)
        {
            _moves++;
            _known = _known is { } known ? known with { Memory = known.Memory with { Present = present } } : null;
        }
    }

    /// <summary>Events may have been missed.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _moves++;
            _known = null;
        }
    }

    /// <summary>Asks; null for a guest without a balloon.</summary>
    public async Task<GuestMemory?> AskAsync(VmDefinition definition, bool recentWillDo)
    {
        if (definition is not { Balloon: { } balloon, NoBalloon: false })
        {
            return null;
        }

        var (known, moves) = Recall(definition);
        if (recentWillDo && known is not null && !known.IsOver)
        {
            return known.Memory;
        }

        var told = recentWillDo && known is not null
            ? await BalloonStatistics.ReadAsync(session, balloon, known.Memory.Present, CancellationToken.None)
            : await BalloonStatistics.ReadAsync(session, balloon, CancellationToken.None);
        Keep(new Known(definition, told, Stopwatch.GetTimestamp(), UntilNext(told, balloon.StatisticsPeriod, DateTimeOffset.UtcNow)), moves);
        return told;
    }

    /// <summary>How long the guest will say nothing new: until a period after its last word, and a second where that is not known. Pure.</summary>
    /// <param name="told">What it said.</param>
    /// <param name="period">How often it tells, seconds; 0 for never, null for usually.</param>
    /// <param name="now">The time.</param>
    internal static TimeSpan UntilNext(GuestMemory told, int? period, DateTimeOffset now)
    {
        var between = TimeSpan.FromSeconds(Math.Max(1, period ?? BalloonStatisticsStep.UsualPeriod));
        var left = (told.UpdatedAt ?? DateTimeOffset.MinValue) + between - now;
        return left < s_shortest ? s_shortest : left > between ? between : left;
    }

    private (Known? Known, int Moves) Recall(VmDefinition definition)
    {
        lock (_gate)
        {
            return (ReferenceEquals(_known?.Definition, definition) ? _known : null, _moves);
        }
    }

    // An answer from before a move must not undo it.
    private void Keep(Known known, int moves)
    {
        lock (_gate)
        {
            _known = moves == _moves ? known : null;
        }
    }

    private sealed record Known(VmDefinition Definition, GuestMemory Memory, long Since, TimeSpan Lasts)
    {
        public bool IsOver => Stopwatch.GetElapsedTime(Since) >= Lasts;
    }
}
