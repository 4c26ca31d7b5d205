using Lodge.Model.Errors;

namespace Lodge.Api.Vms;

/// <summary>Ways to fail that several operations on VMs share.</summary>
internal static class VmFailures
{
    /// <summary>Of everything that starts a QEMU.</summary>
    public static ErrorCode[] OfStart { get; } =
    [
        ErrorCode.InvalidState, ErrorCode.Busy, ErrorCode.FileNotFound, ErrorCode.FileNotAccessible, ErrorCode.ImageInUse,
        ErrorCode.BadFile, ErrorCode.InsufficientResources, ErrorCode.Unsupported, ErrorCode.KvmUnusable,
        ErrorCode.HypervisorFailed, ErrorCode.Timeout, ErrorCode.StorageFailed,
    ];

    /// <summary>Of everything that changes a running VM.</summary>
    public static ErrorCode[] OfChange { get; } =
        [ErrorCode.VmNotFound, ErrorCode.InvalidState, ErrorCode.Busy, ErrorCode.HypervisorFailed, ErrorCode.Timeout];
}
