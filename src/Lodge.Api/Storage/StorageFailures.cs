using Lodge.Model.Errors;

namespace Lodge.Api.Storage;

/// <summary>Ways in which operations on pools and volumes fail.</summary>
internal static class StorageFailures
{
    /// <summary>Of those that look.</summary>
    public static ErrorCode[] OfLook { get; } = [ErrorCode.PoolNotFound, ErrorCode.VolumeNotFound, ErrorCode.InvalidState, ErrorCode.Timeout, ErrorCode.StorageFailed];

    /// <summary>Of those that change something.</summary>
    public static ErrorCode[] OfChange { get; } =
        [.. OfLook, ErrorCode.Busy, ErrorCode.Unsupported, ErrorCode.ImageInUse, ErrorCode.FileNotFound, ErrorCode.FileNotAccessible];
}
