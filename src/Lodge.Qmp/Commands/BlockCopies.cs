using System.Text.Json;
using Lodge.Qmp.Events;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>blockdev-mirror</c>: copies a node to another one and keeps them the same. When it is told to end, it waits with both
/// sides equal, and lets no writes through, until it is finalized; when it is over, until it is dismissed.
/// </summary>
/// <param name="jobId">The job's id.</param>
/// <param name="device">The node that is copied.</param>
/// <param name="target">The node that is copied to; of the same size.</param>
/// <param name="full">Whether what the node reads from those below it is copied, too.</param>
/// <param name="waits">Whether writes to the node wait until they are in the copy.</param>
/// <param name="speed">Most bytes a second; 0 for no limit.</param>
public sealed class BlockdevMirrorCommand(string jobId, string device, string target, bool full, bool waits, long speed)
    : QmpCommand<EmptyReply>("blockdev-mirror", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("job-id"u8, jobId);
        writer.WriteString("device"u8, device);
        writer.WriteString("target"u8, target);
        writer.WriteString("sync"u8, full ? "full" : "top");
        writer.WriteString("copy-mode"u8, waits ? "write-blocking" : "background");
        writer.WriteNumber("speed"u8, speed);
        writer.WriteBoolean("auto-finalize"u8, false);
        writer.WriteBoolean("auto-dismiss"u8, false);
    }
}

/// <summary><c>block-commit</c>, which waits to be finalized and dismissed as <see cref="BlockdevMirrorCommand"/> does: copies what nodes hold into one below them.</summary>
/// <param name="jobId">The job's id.</param>
/// <param name="device">The node that the guest uses.</param>
/// <param name="top">The topmost node that is copied.</param>
/// <param name="baseNode">The node that is copied into.</param>
/// <param name="backingFile">What is written as the base's name into the image above <paramref name="top"/>; null when that is the guest's own.</param>
/// <param name="speed">Most bytes a second; 0 for no limit.</param>
public sealed class BlockCommitHeldCommand(string jobId, string device, string top, string baseNode, string? backingFile, long speed)
    : QmpCommand<EmptyReply>("block-commit", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("job-id"u8, jobId);
        writer.WriteString("device"u8, device);
        writer.WriteString("top-node"u8, top);
        writer.WriteString("base-node"u8, baseNode);
        writer.WriteOptional("backing-file", backingFile);
        writer.WriteNumber("speed"u8, speed);
        writer.WriteBoolean("auto-finalize"u8, false);
        writer.WriteBoolean("auto-dismiss"u8, false);
    }
}

/// <summary><c>query-block-jobs</c>: the jobs on block nodes, those included that are over and were not dismissed.</summary>
public sealed class QueryBlockJobsCommand() : QmpCommand<IReadOnlyList<BlockJobInfo>>("query-block-jobs", ReplyJson.Default.IReadOnlyListBlockJobInfo);

/// <summary>A job on block nodes.</summary>
/// <param name="Type">Its kind, such as <c>mirror</c>.</param>
/// <param name="Device">Its id.</param>
/// <param name="Len">The whole, bytes; it may grow.</param>
/// <param name="Offset">What is done of it, bytes.</param>
/// <param name="Speed">The limit, bytes a second; 0 for none.</param>
/// <param name="Status">Its state.</param>
/// <param name="Error">What went wrong, for people; null if nothing did.</param>
public sealed record BlockJobInfo(string Type, string Device, long Len, long Offset, long Speed, JobStatus Status, string? Error = null);

/// <summary><c>block-job-set-speed</c>: limits a job.</summary>
/// <param name="id">The job's id.</param>
/// <param name="speed">Most bytes a second; 0 for no limit.</param>
public sealed class BlockJobSetSpeedCommand(string id, long speed) : QmpCommand<EmptyReply>("block-job-set-speed", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("device"u8, id);
        writer.WriteNumber("speed"u8, speed);
    }
}

/// <summary><c>block-job-cancel</c> of a copy that has caught up: it ends well, and the guest stays where it is.</summary>
/// <param name="id">The job's id.</param>
public sealed class BlockJobLeaveCommand(string id) : QmpCommand<EmptyReply>("block-job-cancel", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("device"u8, id);
        writer.WriteBoolean("force"u8, false);
    }
}
