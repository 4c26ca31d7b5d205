using System.Runtime.InteropServices;

namespace Lodge.Cli.Terminal;

/// <summary>Tells of Ctrl-C. While somebody listens, the first one no longer ends the program; the second does.</summary>
internal sealed class InterruptSource
{
    private readonly Lock _lock = new();
    private readonly List<Action> _listeners = [];

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
    /// <returns>Whether anybody listened.</returns>
    public bool Raise()
    {
        Action[] listeners;
        lock (_lock)
        {
            listeners = [.. _listeners];
            _listeners.Clear();
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
