using System.Globalization;

namespace Lodge.Qmp;

/// <summary>
/// A command's deadline passed without an answer. The connection goes on, and a late answer is dropped.
/// </summary>
public sealed class QmpTimeoutException : QmpException
{
    private QmpTimeoutException(string command, TimeSpan elapsed, bool wasSent, string message)
        : base(command, message)
    {
        Elapsed = elapsed;
        WasSent = wasSent;
    }

    /// <summary>How long the caller waited.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>
    /// Whether the command was handed to the socket. If so, QEMU may still carry it out; if not, it never will.
    /// </summary>
    public bool WasSent { get; }

    internal static QmpTimeoutException ForAnswer(string command, TimeSpan elapsed) => new(
        command,
        elapsed,
        wasSent: true,
        $"QEMU has not answered '{command}' in {Seconds(elapsed)}: its main loop is busy or stuck, often on slow "
            + "storage or a large device operation. It may still carry the command out; ask for the state before "
            + "trying again.");

    internal static QmpTimeoutException ForSending(string command, TimeSpan elapsed) => new(
        command,
        elapsed,
        wasSent: false,
        $"'{command}' could not be sent in {Seconds(elapsed)}: QEMU does not read its monitor. The command was "
            + "withdrawn and has no effect; look at the QEMU process (stopped, or blocked in the kernel?).");

    internal static QmpTimeoutException ForGreeting(string command, TimeSpan elapsed) => new(
        command,
        elapsed,
        wasSent: false,
        $"QEMU has not greeted in {Seconds(elapsed)}: it is still starting, it is stuck, or another client holds "
            + "this monitor, which serves one at a time.");

    private static string Seconds(TimeSpan elapsed) =>
        elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
