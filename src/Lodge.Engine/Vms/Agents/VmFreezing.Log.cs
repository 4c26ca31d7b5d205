using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Vms.Agents;

/// <summary>What <see cref="VmFreezing"/> writes to the log.</summary>
internal static partial class FreezingLog
{
    [LoggerMessage(1101, LogLevel.Warning, "VM {Name}: its file systems were still frozen when their time was over, and have been thawed")]
    public static partial void ThawedByItself(ILogger logger, string name);

    [LoggerMessage(1102, LogLevel.Error, "VM {Name}: its file systems could not be thawed when their time was over; tried again: {Reason}")]
    public static partial void ThawFailed(ILogger logger, string name, string reason);
}
