using Lodge.Libvirt.Sessions;
using Lodge.Libvirt.Wire;

namespace Lodge.Libvirt.Connections;

/// <summary>
/// Ends connections of clients that are silent: those that never say who they are, and those that asked for signs of
/// life and do not answer them.
/// </summary>
/// <param name="server">What all connections share.</param>
/// <param name="session">The connection.</param>
/// <param name="post">Queues a message.</param>
/// <param name="end">Ends the connection, with a reason.</param>
internal sealed class SilenceWatch(ServerParts server, Session session, Func<Outgoing, bool> post, Action<string> end)
{
    private readonly TimeProvider _clock = server.Clock;
    private readonly long _began = server.Clock.GetTimestamp();
    private volatile bool _listening;
    private long _asked;
    private long _heard = server.Clock.GetTimestamp();

    /// <summary>From now on the client is listened to; before, it could not be heard, whatever it said.</summary>
    public void Listen() => _listening = true;

    /// <summary>A message has come, and is being dealt with.</summary>
    public void Heard()
    {
        _listening = false;
        Volatile.Write(ref _heard, _clock.GetTimestamp());
    }

    /// <summary>Watches until the connection ends.</summary>
    public async Task RunAsync(CancellationToken closing)
    {
        using var timer = new PeriodicTimer(server.Options.KeepAliveInterval, _clock);
        try
        {
            for (var unanswered = 0; await timer.WaitForNextTickAsync(closing);)
            {
                if (!session.IsAuthenticated && _clock.GetElapsedTime(_began) >= server.Options.TimeToAuthenticate)
                {
                    end("it did not authenticate in time");
                }

                unanswered = Volatile.Read(ref _heard) > _asked ? 0 : unanswered;
                if (IsSilent())
                {
                    AskAgain(unanswered++);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    private bool IsSilent() =>
        session.WantsKeepAlive && _listening && _clock.GetElapsedTime(Volatile.Read(ref _heard)) >= server.Options.KeepAliveInterval;

    private void AskAgain(int unanswered)
    {
        if (unanswered >= server.Options.KeepAliveCount)
        {
            end("it does not answer signs of life");
            return;
        }

        _asked = _clock.GetTimestamp();
        post(KeepAlive.NewPing());
    }
}
