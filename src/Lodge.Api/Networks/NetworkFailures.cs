using Lodge.Model.Errors;

namespace Lodge.Api.Networks;

/// <summary>Ways in which operations on networks fail.</summary>
internal static class NetworkFailures
{
    /// <summary>Of those that make something on the host, or change it.</summary>
    public static ErrorCode[] OfChange { get; } =
        [ErrorCode.InvalidState, ErrorCode.Busy, ErrorCode.Unsupported, ErrorCode.HypervisorFailed, ErrorCode.StorageFailed];
}
