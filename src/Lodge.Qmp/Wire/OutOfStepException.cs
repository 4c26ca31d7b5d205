namespace Lodge.Qmp.Wire;

/// <summary>Carries the reason for a break from the place that found it to the one exit.</summary>
internal sealed class OutOfStepException(QmpBreak reason) : Exception(reason.Detail, reason.Cause)
{
    public QmpBreak Reason { get; } = reason;
}
