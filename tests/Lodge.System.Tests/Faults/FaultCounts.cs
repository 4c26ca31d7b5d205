using System.Globalization;
using System.Text;

namespace Lodge.System.Tests.Faults;

/// <summary>Who is killed.</summary>
internal enum FaultVictim
{
    Qemu,
    Daemon,
    Both,
}

/// <summary>What was done how often in a run.</summary>
internal sealed class FaultCounts
{
    private readonly List<(DiskStep Step, bool IsLive, FaultVictim Victim, bool Again)> _rounds = [];

    /// <summary>A round was done.</summary>
    public void Note(DiskStep step, bool isLive, FaultVictim victim, bool again) => _rounds.Add((step, isLive, victim, again));

    /// <summary>In how many rounds something was done.</summary>
    public int RoundsOf(DiskStepKind kind) => _rounds.Count(round => round.Step.Kind == kind);

    /// <summary>A table: for each kind of work its rounds, those with a running guest, those whose work was promised nevertheless, and who was killed.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("kind: rounds (live) [told done] qemu daemon both next\n");
        foreach (var kind in Enum.GetValues<DiskStepKind>())
        {
            var rounds = _rounds.Where(round => round.Step.Kind == kind).ToList();
            text.AppendLine(CultureInfo.InvariantCulture, $"{kind}: {rounds.Count} ({rounds.Count(round => round.IsLive)}) [{rounds.Count(round => round.Step.Promised)}] {By(FaultVictim.Qemu)} {By(FaultVictim.Daemon)} {By(FaultVictim.Both)} {rounds.Count(round => round.Again)}");

            int By(FaultVictim victim) => rounds.Count(round => round.Victim == victim);
        }

        var faults = _rounds.Sum(round => (round.Victim == FaultVictim.Both ? 2 : 1) + (round.Again ? 1 : 0));
        return text.Append(CultureInfo.InvariantCulture, $"rounds {_rounds.Count}, faults {faults}, ").ToString();
    }
}
