using System.Runtime.InteropServices;
using Lodge.Model.Errors;

namespace Lodge.Cli.Terminal;

/// <summary>
/// A terminal that hands over every key as typed. The old settings come back however the program leaves: by dispose,
/// at process exit, on a signal that ends it, and for the time it is stopped by job control.
/// </summary>
internal sealed unsafe class RawMode : IDisposable
{
    private static readonly PosixSignal[] Ending =
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT, PosixSignal.SIGTSTP];

    private readonly Lock _lock = new();
    private readonly int _descriptor;
    private readonly List<PosixSignalRegistration> _signals = [];
    private LibC.TerminalSettings _cooked;
    private LibC.TerminalSettings _raw;
    private bool _disposed;

    private RawMode(int descriptor) => _descriptor = descriptor;

    /// <summary>Switches the terminal at <paramref name="descriptor"/>.</summary>
    public static RawMode Enter(int descriptor)
    {
        var mode = new RawMode(descriptor);
        LibC.TerminalSettings settings;

        // SAFETY: the struct lives on this stack; tcgetattr fills it, cfmakeraw changes it in place.
        if (LibC.GetTerminalSettings(descriptor, &settings) != 0)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"The terminal cannot be switched to raw mode: {Marshal.GetLastPInvokeErrorMessage()}.",
                "Use a pipe instead: lodge console NAME < commands.txt.");
        }

        mode._cooked = settings;
        LibC.MakeRaw(&settings);
        mode._raw = settings;
        mode.WatchSignals();
        mode.Apply(raw: true);
        return mode;
    }

    /// <summary>Gives the terminal back as it was.</summary>
    public void Dispose()
    {
        Apply(raw: false);
        lock (_lock)
        {
            _disposed = true;
        }

        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _signals.ForEach(signal => signal.Dispose());
        _signals.Clear();
    }

    private void WatchSignals()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        foreach (var signal in Ending)
        {
            _signals.Add(PosixSignalRegistration.Create(signal, _ => Apply(raw: false)));
        }

        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Apply(raw: true)));
    }

    private void OnExit(object? sender, EventArgs e) => Apply(raw: false);

    private void Apply(bool raw)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            // SAFETY: a copy on this stack of settings that tcgetattr filled.
            var settings = raw ? _raw : _cooked;
            while (LibC.SetTerminalSettings(_descriptor, LibC.ApplyNow, &settings) != 0
                && Marshal.GetLastPInvokeError() == LibC.Eintr)
            {
            }
        }
    }
}
