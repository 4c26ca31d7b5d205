using System.Net;
using Lodge.Network.Hosts;

namespace Lodge.Network.HostBridges.Moving;

/// <summary>Asks others on the wire whether they are there, by ARP and neighbour discovery, which everybody must answer.</summary>
internal sealed class NeighbourAsker(NetworkPlace place, TimeProvider clock)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_repeat = TimeSpan.FromSeconds(1);

    /// <summary>Asks all at the same time.</summary>
    /// <param name="link">The interface to ask on.</param>
    /// <param name="whom">Their addresses.</param>
    /// <param name="limit">How long to wait for those that do not answer.</param>
    /// <param name="isEnough">Whether these answers will do; null waits for all.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Who answered.</returns>
    public async Task<IReadOnlyList<IPAddress>> AskAsync(
        string link, IReadOnlyList<IPAddress> whom, TimeSpan limit, Func<IReadOnlyList<IPAddress>, bool>? isEnough, CancellationToken cancellationToken)
    {
        if (whom.Count == 0)
        {
            return [];
        }

        var index = place.Host.Links.Get(link).Index;
        var (began, asked) = (clock.GetTimestamp(), TimeSpan.MinValue);
        while (true)
        {
            var passed = clock.GetElapsedTime(began);
            var answered = Answered(index, whom, asked);
            if (answered.Count == whom.Count || isEnough?.Invoke(answered) == true || passed >= limit)
            {
                return answered;
            }

            if (asked == TimeSpan.MinValue || passed - asked >= s_repeat)
            {
                Ask(index, [.. whom.Except(answered)]);
                asked = passed;
            }

            await Task.Delay(s_pause, clock, cancellationToken);
        }
    }

    // What is known from before somebody was asked does not count.
    private IReadOnlyList<IPAddress> Answered(int link, IReadOnlyList<IPAddress> whom, TimeSpan asked) => asked == TimeSpan.MinValue
        ? []
        : [.. place.Host.Neighbours.List().Where(one => one.Link == link && one.IsFresh && whom.Contains(one.Address)).Select(one => one.Address).Distinct()];

    // On an interface that has no cable, or no address of that kind, nobody can be asked: then nobody answers.
    private void Ask(int link, IEnumerable<IPAddress> whom)
    {
        foreach (var address in whom)
        {
            Trying.Unless(["ENETDOWN", "EINVAL", "EADDRNOTAVAIL", "ENETUNREACH", "EHOSTUNREACH"], () => place.Host.Neighbours.Ask(link, address));
        }
    }
}
