using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Security;

/// <summary>The resources a process can be limited in (getrlimit(2)); the number is the kernel's.</summary>
public enum LimitedResource
{
    /// <summary>RLIMIT_CPU: processor time, in seconds.</summary>
    CpuSeconds = 0,

    /// <summary>RLIMIT_FSIZE: length of a file it writes, in bytes.</summary>
    FileBytes = 1,

    /// <summary>RLIMIT_CORE: length of a core dump, in bytes.</summary>
    CoreBytes = 4,

    /// <summary>RLIMIT_NPROC: processes and threads of its user.</summary>
    Processes = 6,

    /// <summary>RLIMIT_NOFILE: open descriptors.</summary>
    Descriptors = 7,

    /// <summary>RLIMIT_MEMLOCK: memory locked in RAM, in bytes.</summary>
    LockedBytes = 8,
}

/// <summary>A limit on one resource. Null means no limit.</summary>
/// <param name="Resource">Which resource.</param>
/// <param name="Soft">What is enforced; the process may raise it up to <paramref name="Hard"/>.</param>
/// <param name="Hard">What it can never exceed.</param>
public sealed record ResourceLimit(LimitedResource Resource, ulong? Soft, ulong? Hard);

/// <summary>Sets limits on this process.</summary>
internal static class ResourceLimits
{
    private const ulong Unlimited = ulong.MaxValue;

    public static unsafe void Set(ResourceLimit limit)
    {
        var values = stackalloc ulong[2] { limit.Soft ?? Unlimited, limit.Hard ?? Unlimited };

        // SAFETY: struct rlimit64 is these two integers; pid 0 is this process.
        LinuxException.Check(
            CredentialCalls.Limit(0, (int)limit.Resource, values, null), "prlimit", limit.Resource.ToString());
    }
}
