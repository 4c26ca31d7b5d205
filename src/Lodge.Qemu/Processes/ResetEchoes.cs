using Lodge.Qmp.Events;

namespace Lodge.Qemu.Processes;

/// <summary>
/// Tells a reset from its echo: firmware resets the machine again, some times over, in the first moment after a
/// reset. One thing has happened, and one is reported.
/// </summary>
internal sealed class ResetEchoes
{
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <summary>Whether an event is the echo of a reset before it.</summary>
    public bool IsEcho(QmpEvent happened)
    {
        if (happened is not ResetEvent)
        {
            return false;
        }

        var isEcho = happened.Timestamp - _last < ResetButton.FirmwareTime;
        _last = happened.Timestamp;
        return isEcho;
    }
}
