using Lodge.Model.Errors;
using Lodge.Model.Json;

namespace Lodge.Api.Contracts;

/// <summary>The one place where Lodge's error codes become HTTP.</summary>
public static class ProblemMapper
{
    /// <summary>The problem that tells of <paramref name="error"/>.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="status">An HTTP status that says more than the code's own; null for that one.</param>
    public static Problem ToProblem(LodgeError error, int? status = null)
    {
        var kind = KindOf(error.Code);
        return new Problem
        {
            Type = $"urn:lodge:error:{NameOf(error.Code)}",
            Title = kind.Title,
            Status = status ?? kind.Status,
            Detail = error.Message,
            Code = error.Code,
            Remedy = error.Remedy,
        };
    }

    /// <summary>HTTP status and title of a code.</summary>
    public static (int Status, string Title) KindOf(ErrorCode code) => Find(code) ?? (500, "Defect in Lodge");

    /// <summary>The code as it is written in JSON.</summary>
    public static string NameOf(ErrorCode code) => Kebab.Of(code);

    /// <summary>As <see cref="KindOf"/>; null for a code that nobody has mapped yet.</summary>
    public static (int Status, string Title)? Find(ErrorCode code) => code switch
    {
        ErrorCode.Internal => (500, "Defect in Lodge"),
        ErrorCode.InvalidArgument => (400, "Invalid request"),
        ErrorCode.VmNotFound => (404, "No such VM"),
        ErrorCode.VmExists => (409, "VM exists already"),
        ErrorCode.InvalidState => (409, "Not in this state"),
        ErrorCode.Busy => (409, "VM is busy"),
        ErrorCode.RevisionMismatch => (412, "Definition has changed"),
        ErrorCode.FileNotFound => (422, "File is missing"),
        ErrorCode.FileNotAccessible => (422, "File cannot be opened"),
        ErrorCode.ImageInUse => (409, "Image is in use"),
        ErrorCode.BadFile => (422, "File is not what it should be"),
        ErrorCode.InsufficientResources => (507, "Host lacks resources"),
        ErrorCode.Unsupported => (422, "Not supported here"),
        ErrorCode.KvmUnusable => (422, "KVM is not usable"),
        ErrorCode.HypervisorFailed => (502, "QEMU failed"),
        ErrorCode.Timeout => (504, "Time is up"),
        ErrorCode.Cancelled => (409, "Cancelled"),
        ErrorCode.JobNotFound => (404, "No such job"),
        ErrorCode.ImageNotFound => (404, "No such image"),
        ErrorCode.StorageFailed => (507, "State cannot be written"),
        ErrorCode.TooLarge => (413, "Request is too large"),
        ErrorCode.AlreadyRunning => (409, "Another daemon is running"),
        ErrorCode.NotFound => (404, "No such address"),
        ErrorCode.Unreachable => (503, "Daemon is unreachable"),
        ErrorCode.ConsoleBusy => (409, "Console is in use"),
        ErrorCode.ShuttingDown => (503, "Daemon is shutting down"),
        ErrorCode.AgentUnresponsive => (409, "No guest agent answers"),
        ErrorCode.AgentFailed => (502, "Guest agent refused"),
        ErrorCode.SnapshotNotFound => (404, "No such snapshot"),
        ErrorCode.CheckpointNotFound => (404, "No such checkpoint"),
        ErrorCode.CheckpointBroken => (409, "Checkpoint is broken"),
        ErrorCode.NetworkNotFound => (404, "No such network"),
        ErrorCode.PoolNotFound => (404, "No such storage pool"),
        ErrorCode.VolumeNotFound => (404, "No such volume"),
        ErrorCode.SecretNotFound => (404, "No such secret"),
        ErrorCode.NetworkFilterNotFound => (404, "No such network filter"),
        _ => null,
    };
}
