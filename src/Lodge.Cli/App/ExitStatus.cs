using Lodge.Model.Errors;

namespace Lodge.Cli.App;

/// <summary>What the program tells the shell. Documented in docs/reference/cli.md: append only, never reuse.</summary>
internal enum ExitStatus
{
    /// <summary>Everything was done.</summary>
    Ok = 0,

    /// <summary>It was tried and failed.</summary>
    Failed = 1,

    /// <summary>The command line, a definition or another input is wrong.</summary>
    Usage = 2,

    /// <summary>What was named does not exist.</summary>
    NotFound = 3,

    /// <summary>It exists, but its state, another operation or another user is in the way.</summary>
    Conflict = 4,

    /// <summary>A time limit passed.</summary>
    Timeout = 5,

    /// <summary>The daemon cannot be reached.</summary>
    Unreachable = 6,

    /// <summary>The host lacks something: memory, KVM, a feature.</summary>
    HostLacks = 7,

    /// <summary>Ctrl-C, or the work was cancelled.</summary>
    Interrupted = 130,
}

/// <summary>The one place where error codes become exit statuses.</summary>
internal static class ExitStatuses
{
    /// <summary>What each status means, for the reference.</summary>
    public static IReadOnlyList<(ExitStatus Status, string Meaning)> All { get; } =
    [
        (ExitStatus.Ok, "Everything was done."),
        (ExitStatus.Failed, "It was tried and failed."),
        (ExitStatus.Usage, "The command line, a definition or another input is wrong; nothing was changed."),
        (ExitStatus.NotFound, "A VM, job, image or file that was named does not exist."),
        (ExitStatus.Conflict, "The VM's state, another operation, another user or an existing name is in the way."),
        (ExitStatus.Timeout, "A time limit passed."),
        (ExitStatus.Unreachable, "The daemon cannot be reached, or is shutting down."),
        (ExitStatus.HostLacks, "The host lacks what is needed: memory, disk space, KVM, a feature."),
        (ExitStatus.Interrupted, "Interrupted by Ctrl-C, or the work was cancelled."),
    ];

    /// <summary>The exit status for an error.</summary>
    public static ExitStatus Of(ErrorCode code) => code switch
    {
        ErrorCode.Internal => ExitStatus.Failed,
        ErrorCode.InvalidArgument => ExitStatus.Usage,
        ErrorCode.VmNotFound => ExitStatus.NotFound,
        ErrorCode.VmExists => ExitStatus.Conflict,
        ErrorCode.InvalidState => ExitStatus.Conflict,
        ErrorCode.Busy => ExitStatus.Conflict,
        ErrorCode.RevisionMismatch => ExitStatus.Conflict,
        ErrorCode.FileNotFound => ExitStatus.NotFound,
        ErrorCode.FileNotAccessible => ExitStatus.Failed,
        ErrorCode.ImageInUse => ExitStatus.Conflict,
        ErrorCode.BadFile => ExitStatus.Failed,
        ErrorCode.InsufficientResources => ExitStatus.HostLacks,
        ErrorCode.Unsupported => ExitStatus.HostLacks,
        ErrorCode.KvmUnusable => ExitStatus.HostLacks,
        ErrorCode.HypervisorFailed => ExitStatus.Failed,
        ErrorCode.Timeout => ExitStatus.Timeout,
        ErrorCode.Cancelled => ExitStatus.Interrupted,
        ErrorCode.JobNotFound => ExitStatus.NotFound,
        ErrorCode.ImageNotFound => ExitStatus.NotFound,
        ErrorCode.StorageFailed => ExitStatus.Failed,
        ErrorCode.TooLarge => ExitStatus.Usage,
        ErrorCode.AlreadyRunning => ExitStatus.Conflict,
        ErrorCode.NotFound => ExitStatus.NotFound,
        ErrorCode.Unreachable => ExitStatus.Unreachable,
        ErrorCode.ConsoleBusy => ExitStatus.Conflict,
        ErrorCode.ShuttingDown => ExitStatus.Unreachable,
        ErrorCode.AgentUnresponsive => ExitStatus.Conflict,
        ErrorCode.AgentFailed => ExitStatus.Failed,
        ErrorCode.SnapshotNotFound => ExitStatus.NotFound,
        ErrorCode.CheckpointNotFound => ExitStatus.NotFound,
        ErrorCode.CheckpointBroken => ExitStatus.Conflict,
        ErrorCode.NetworkNotFound => ExitStatus.NotFound,
        ErrorCode.PoolNotFound => ExitStatus.NotFound,
        ErrorCode.VolumeNotFound => ExitStatus.NotFound,
        ErrorCode.SecretNotFound => ExitStatus.NotFound,
        ErrorCode.NetworkFilterNotFound => ExitStatus.NotFound,
        _ => ExitStatus.Failed,
    };

    /// <summary>Of several outcomes the one to report: the highest number.</summary>
    public static ExitStatus Worst(IEnumerable<ExitStatus> statuses) => statuses.DefaultIfEmpty(ExitStatus.Ok).Max();
}
