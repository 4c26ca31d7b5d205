using System.Text.Json.Serialization;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Events;

/// <summary>BLOCK_JOB_COMPLETED: a block job ended by itself, well or with an error.</summary>
/// <param name="Type">The kind: <c>commit</c>, <c>stream</c>, <c>mirror</c>, <c>backup</c> and so on.</param>
/// <param name="Device">The job's id.</param>
/// <param name="Len">The whole work, in bytes.</param>
/// <param name="Offset">What is done of it, in bytes.</param>
/// <param name="Speed">The speed limit, in bytes a second; 0 for none.</param>
/// <param name="Error">What went wrong, for people; null if nothing did.</param>
public sealed record BlockJobCompletedEvent(
    string Type, string Device, long Len, long Offset, long Speed, string? Error = null) : QmpEvent;

/// <summary>BLOCK_JOB_CANCELLED: a block job was cancelled.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Device">The job's id.</param>
/// <param name="Len">The whole work, in bytes.</param>
/// <param name="Offset">What is done of it, in bytes.</param>
/// <param name="Speed">The speed limit, in bytes a second; 0 for none.</param>
public sealed record BlockJobCancelledEvent(
    string Type, string Device, long Len, long Offset, long Speed) : QmpEvent;

/// <summary>BLOCK_JOB_READY: a mirror has caught up and can be switched to.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Device">The job's id.</param>
/// <param name="Len">The whole work, in bytes.</param>
/// <param name="Offset">What is done of it, in bytes.</param>
/// <param name="Speed">The speed limit, in bytes a second; 0 for none.</param>
public sealed record BlockJobReadyEvent(
    string Type, string Device, long Len, long Offset, long Speed) : QmpEvent;

/// <summary>BLOCK_JOB_ERROR: a block job met an I/O error.</summary>
/// <param name="Device">The job's id.</param>
/// <param name="Operation">What failed.</param>
/// <param name="Action">What the job does about it.</param>
public sealed record BlockJobErrorEvent(
    string Device, IoOperation Operation, BlockErrorAction Action) : QmpEvent;

/// <summary>BLOCK_JOB_PENDING: a block job waits for <c>job-finalize</c> before its last step.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Id">The job's id.</param>
public sealed record BlockJobPendingEvent(string Type, string Id) : QmpEvent;

/// <summary>JOB_STATUS_CHANGE: a job of any kind came to another state.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Status">The state.</param>
public sealed record JobStatusChangeEvent(string Id, JobStatus Status) : QmpEvent;

/// <summary>DUMP_COMPLETED: a dump of the guest's memory that ran detached is over.</summary>
/// <param name="Result">How far it came.</param>
/// <param name="Error">What went wrong, for people; null if nothing did.</param>
public sealed record DumpCompletedEvent(DumpProgress Result, string? Error = null) : QmpEvent;

/// <summary>The states of a job (JobStatus in qapi/job.json).</summary>
[JsonConverter(typeof(WireEnumConverter<JobStatus>))]
public enum JobStatus
{
    /// <summary>A state that this version does not know.</summary>
    Unknown = 0,

    /// <summary>Not yet made.</summary>
    Undefined = 1,

    /// <summary>Made, not yet started.</summary>
    Created = 2,

    /// <summary>At work.</summary>
    Running = 3,

    /// <summary>Paused while at work.</summary>
    Paused = 4,

    /// <summary>Caught up; waits for the word to switch over.</summary>
    Ready = 5,

    /// <summary>Paused while caught up.</summary>
    Standby = 6,

    /// <summary>Waits for other jobs of its transaction.</summary>
    Waiting = 7,

    /// <summary>Waits for the word to finish.</summary>
    Pending = 8,

    /// <summary>Ending after an error or cancellation.</summary>
    Aborting = 9,

    /// <summary>Over; waits to be dismissed.</summary>
    Concluded = 10,

    /// <summary>Gone.</summary>
    Null = 11,
}
