using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lodge.Cli.Terminal;

/// <summary>Tells of Ctrl-C. While somebody listens, the first one no longer ends the program; the second does.</summary>
internal sealed class InterruptSource
{
    // timeout(1) and some terminals send the signal to the process and to its group: that is one wish, not two.
    private static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();
    private readonly List<Action> _listeners = [];
    private long? _lastHeard;

    /// <summary>Calls <paramref name="onInterrupt"/> once, at the first Ctrl-C before the result is disposed.</summary>
    public IDisposable Listen(Action onInterrupt)
    {
        lock (_lock)
        {
            _listeners.Add(onInterrupt);
        }

        var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = Raise());
        return new Subscription(this, onInterrupt, signal);
    }

    /// <summary>Behaves as if Ctrl-C was pressed.</summary>
    /// <returns>Whether anybody listened, just now or a moment ago.</returns>
    public bool Raise()
    {
        Action[] listeners;
        lock (_lock)
        {
            if (_lastHeard is { } heard && Stopwatch.GetElapsedTime(heard) < Echo)
            {
                return true;
            }

            listeners = [.. _listeners];
            _listeners.Clear();
            _lastHeard = listeners.Length > 0 ? Stopwatch.GetTimestamp() : null;
        }

        foreach (var listener in listeners)
        {
            listener();
        }

        return listeners.Length > 0;
    }

    private void Remove(Action listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    private sealed class Subscription(InterruptSource source, Action listener, PosixSignalRegistration signal) : IDisposable
    {
        public void Dispose()
        {
            signal.Dispose();
            source.Remove(listener);
        }
    }
}
