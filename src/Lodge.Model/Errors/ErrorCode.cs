using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Errors;

/// <summary>
/// Every kind of failure that Lodge reports. Numbers and names are part of the API: append only, never reuse.
/// Each door maps a code once: REST to an HTTP status, the command line to an exit status, libvirt to its error number.
/// </summary>
[JsonConverter(typeof(KebabEnumConverter<ErrorCode>))]
public enum ErrorCode
{
    /// <summary>A defect in Lodge itself; the log has the details.</summary>
    Internal = 1,

    /// <summary>The request is malformed: unknown field, wrong type, value out of range.</summary>
    InvalidArgument = 2,

    /// <summary>The VM that was named does not exist.</summary>
    VmNotFound = 3,

    /// <summary>Another VM has this name or id already.</summary>
    VmExists = 4,

    /// <summary>The VM is in a state in which this operation makes no sense.</summary>
    InvalidState = 5,

    /// <summary>Another operation on the same VM holds it, and did not finish in time.</summary>
    Busy = 6,

    /// <summary>The definition changed since the caller read it (ETag mismatch).</summary>
    RevisionMismatch = 7,

    /// <summary>A file that the VM needs does not exist.</summary>
    FileNotFound = 8,

    /// <summary>A file that the VM needs cannot be opened with the rights at hand.</summary>
    FileNotAccessible = 9,

    /// <summary>A disk image is used read-write by another VM or process.</summary>
    ImageInUse = 10,

    /// <summary>A file is not of the kind that was promised, such as a kernel that is no kernel.</summary>
    BadFile = 11,

    /// <summary>The host lacks the memory, disk space or another resource that the request needs.</summary>
    InsufficientResources = 12,

    /// <summary>This host, QEMU or configuration cannot do what was asked.</summary>
    Unsupported = 13,

    /// <summary>KVM was demanded, and is not usable on this host.</summary>
    KvmUnusable = 14,

    /// <summary>QEMU is missing, refused its arguments, or died.</summary>
    HypervisorFailed = 15,

    /// <summary>Something did not answer or finish within its time limit.</summary>
    Timeout = 16,

    /// <summary>The caller or a client cancelled the work.</summary>
    Cancelled = 17,

    /// <summary>The job that was named does not exist.</summary>
    JobNotFound = 18,

    /// <summary>The image that was named does not exist.</summary>
    ImageNotFound = 19,

    /// <summary>The state folder cannot be written: full, read-only, or not ours.</summary>
    StorageFailed = 20,

    /// <summary>The request is larger than the door accepts.</summary>
    TooLarge = 21,

    /// <summary>Another daemon serves this root folder already.</summary>
    AlreadyRunning = 22,

    /// <summary>The address that was asked for is not one of the API's, or what it names does not exist and has no code of its own.</summary>
    NotFound = 23,

    /// <summary>The daemon cannot be reached.</summary>
    Unreachable = 24,

    /// <summary>Another client holds the console for writing.</summary>
    ConsoleBusy = 25,

    /// <summary>The daemon is shutting down.</summary>
    ShuttingDown = 26,

    /// <summary>No agent in the guest answers.</summary>
    AgentUnresponsive = 27,

    /// <summary>The guest's agent refused, or failed to do what was asked.</summary>
    AgentFailed = 28,

    /// <summary>The VM has no such snapshot.</summary>
    SnapshotNotFound = 29,

    /// <summary>The VM has no such checkpoint.</summary>
    CheckpointNotFound = 30,

    /// <summary>A checkpoint's bitmap was lost or has gaps: no backup may begin from it.</summary>
    CheckpointBroken = 31,

    /// <summary>The network that was named does not exist.</summary>
    NetworkNotFound = 32,

    /// <summary>The storage pool that was named does not exist.</summary>
    PoolNotFound = 33,

    /// <summary>The storage pool has no such volume.</summary>
    VolumeNotFound = 34,

    /// <summary>The secret that was named does not exist.</summary>
    SecretNotFound = 35,

    /// <summary>The network filter that was named does not exist.</summary>
    NetworkFilterNotFound = 36,
}
