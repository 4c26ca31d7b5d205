using Lodge.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Lodge.Api;

/// <summary>What the REST door logs. Ids are stable: 3000 to 3999 belong to it.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "{Method} {Path} met a defect (reference {Reference})")]
    public static partial void Defect(ILogger logger, string method, string path, string reference, Exception exception);

    [LoggerMessage(3002, LogLevel.Warning, "{Method} {Path} failed in the middle of its answer, which was cut off")]
    public static partial void AnswerCutOff(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(3003, LogLevel.Debug, "{Method} {Path} was refused ({Code}): {Reason}")]
    public static partial void Refused(ILogger logger, string method, string path, ErrorCode code, string reason);

    [LoggerMessage(3004, LogLevel.Information, "A reader of the event stream was dropped: {Reason}")]
    public static partial void EventReaderDropped(ILogger logger, string reason);
}
