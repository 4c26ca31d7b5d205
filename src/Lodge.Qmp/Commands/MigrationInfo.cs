namespace Lodge.Qmp.Commands;

/// <summary>How a migration is doing. All times are in milliseconds.</summary>
/// <param name="Status">The state; null if there was no migration yet.</param>
/// <param name="Ram">The progress of memory, while active and after.</param>
/// <param name="TotalTime">Time since its begin, or that it took.</param>
/// <param name="ExpectedDowntime">How long the guest would stand still by the present estimate.</param>
/// <param name="Downtime">How long the guest stood still; set at the end.</param>
/// <param name="SetupTime">How long preparing took.</param>
/// <param name="CpuThrottlePercentage">How much the guest is slowed down to let it end.</param>
/// <param name="ErrorDesc">Why it failed, for people.</param>
/// <param name="BlockedReasons">Why this machine cannot migrate, for people.</param>
/// <param name="Vfio">The progress of passed-through devices.</param>
public sealed record MigrationInfo(
    MigrationStatus? Status = null,
    MigrationRam? Ram = null,
    long? TotalTime = null,
    long? ExpectedDowntime = null,
    long? Downtime = null,
    long? SetupTime = null,
    long? CpuThrottlePercentage = null,
    string? ErrorDesc = null,
    IReadOnlyList<string>? BlockedReasons = null,
    MigrationVfio? Vfio = null);

/// <summary>The progress of memory.</summary>
/// <param name="Transferred">Bytes sent.</param>
/// <param name="Remaining">Bytes to send, as far as known; grows as the guest writes.</param>
/// <param name="Total">The guest's memory in bytes.</param>
/// <param name="Duplicate">Pages that held only zeros.</param>
/// <param name="Normal">Pages sent whole.</param>
/// <param name="NormalBytes">Bytes sent in whole pages.</param>
/// <param name="DirtyPagesRate">Pages that the guest writes to in a second.</param>
/// <param name="Mbps">Speed in megabits a second.</param>
/// <param name="DirtySyncCount">Rounds over the memory.</param>
/// <param name="PostcopyRequests">Pages that the other side asked for.</param>
/// <param name="PageSize">Bytes of a page.</param>
/// <param name="MultifdBytes">Bytes sent over parallel connections.</param>
/// <param name="PagesPerSecond">Pages sent in a second.</param>
/// <param name="PrecopyBytes">Bytes sent while the guest ran here.</param>
/// <param name="DowntimeBytes">Bytes sent while the guest stood still.</param>
/// <param name="PostcopyBytes">Bytes sent while the guest ran on the other side.</param>
public sealed record MigrationRam(
    long Transferred,
    long Remaining,
    long Total,
    long Duplicate,
    long Normal,
    long NormalBytes,
    long DirtyPagesRate,
    double Mbps,
    long DirtySyncCount,
    long PostcopyRequests,
    long PageSize,
    ulong MultifdBytes,
    ulong PagesPerSecond,
    ulong PrecopyBytes,
    ulong DowntimeBytes,
    ulong PostcopyBytes);

/// <summary>The progress of passed-through devices.</summary>
/// <param name="Transferred">Bytes sent.</param>
public sealed record MigrationVfio(long Transferred);
