using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Qmp.Events;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>block-stream</c>: copies what an image lacks from those below it, down to a base. The job waits to be dismissed
/// when it has ended, so that its outcome can be asked for.
/// </summary>
/// <param name="jobId">The job's id.</param>
/// <param name="device">The node to copy into.</param>
/// <param name="baseNode">The node that stays below it; null for none.</param>
/// <param name="backingFile">What is written into the image as the name of that base; null where there is none.</param>
/// <param name="speed">Most bytes a second; 0 for no limit.</param>
public sealed class BlockStreamCommand(string jobId, string device, string? baseNode, string? backingFile, long speed = 0)
    : QmpCommand<EmptyReply>("block-stream", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("job-id"u8, jobId);
        writer.WriteString("device"u8, device);
        writer.WriteOptional("base-node", baseNode);
        writer.WriteOptional("backing-file", backingFile);
        if (speed > 0)
        {
            writer.WriteNumber("speed"u8, speed);
        }

        writer.WriteBoolean("auto-dismiss"u8, false);
    }
}

/// <summary>
/// <c>block-commit</c>: copies what the image of a disk holds into one below it. Of the image that is written it becomes
/// ready when both hold the same, and the disk lives in the lower one when it is completed. The job waits to be dismissed.
/// </summary>
/// <param name="jobId">The job's id.</param>
/// <param name="device">The node that the disk is plugged into.</param>
/// <param name="topNode">The node to copy from.</param>
/// <param name="baseNode">The node to copy into.</param>
public sealed class BlockCommitCommand(string jobId, string device, string topNode, string baseNode)
    : QmpCommand<EmptyReply>("block-commit", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("job-id"u8, jobId);
        writer.WriteString("device"u8, device);
        writer.WriteString("top-node"u8, topNode);
        writer.WriteString("base-node"u8, baseNode);
        writer.WriteBoolean("auto-dismiss"u8, false);
    }
}

/// <summary><c>query-jobs</c>: the jobs that there are, those included that ended and were not dismissed.</summary>
public sealed class QueryJobsCommand() : QmpCommand<IReadOnlyList<JobInfo>>("query-jobs", ReplyJson.Default.IReadOnlyListJobInfo);

/// <summary>A job.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its kind, such as <c>stream</c>.</param>
/// <param name="Status">Its state.</param>
/// <param name="CurrentProgress">What is done, in units of its own.</param>
/// <param name="TotalProgress">The whole, in the same units; it may grow.</param>
/// <param name="Error">What went wrong, for people; null if nothing did.</param>
public sealed record JobInfo(
    string Id,
    string Type,
    JobStatus Status,
    [property: JsonPropertyName("current-progress")] long CurrentProgress,
    [property: JsonPropertyName("total-progress")] long TotalProgress,
    string? Error = null);

/// <summary>A command that has a job take a step.</summary>
/// <param name="verb">Which: <c>complete</c> switches one over that has caught up, <c>finalize</c> does what one waits with, <c>cancel</c> ends one, <c>dismiss</c> forgets one that has ended.</param>
/// <param name="id">The job's id.</param>
public sealed class JobCommand(string verb, string id) : QmpCommand<EmptyReply>($"job-{verb}", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteString("id"u8, id);
}
