using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Pools;

/// <summary>What can be said against an operation on a pool, in the words that people read.</summary>
internal static class PoolErrors
{
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: the pool is not in use; or why it cannot be reached.</exception>
    public static void ThrowUnlessUsable(Pool pool, string verb)
    {
        ThrowUnlessActive(pool, verb);
        if (pool is { State: PoolState.Inaccessible, Problem: { } problem })
        {
            throw new LodgeException(problem with { Message = $"The storage pool '{pool.Name}' cannot {verb}: {problem.Message}" });
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: the pool is not in use.</exception>
    public static void ThrowUnlessActive(Pool pool, string verb)
    {
        if (!pool.IsActive)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The storage pool '{pool.Name}' is not active, and cannot {verb}.", $"Start it with 'lodge pool start {pool.Name}'.");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: the pool is in use.</exception>
    public static void ThrowIfActive(Pool pool, string verb)
    {
        if (pool.IsActive)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The storage pool '{pool.Name}' is still active, and cannot {verb}.", $"Stop it first with 'lodge pool stop {pool.Name}', which deletes nothing.");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: the pool has no definition that outlives it.</exception>
    public static void ThrowIfTransient(Pool pool, string verb)
    {
        if (!pool.Persistent)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The storage pool '{pool.Name}' is transient and cannot {verb}: it is gone when it stops.", "Define it first, and it outlives its end.");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.RevisionMismatch"/>.</exception>
    public static void ThrowIfChanged(Pool pool, long? expectedRevision)
    {
        if (expectedRevision is { } expected && expected != pool.Revision)
        {
            throw new LodgeException(
                ErrorCode.RevisionMismatch,
                $"The definition of storage pool '{pool.Name}' was changed by somebody else: it is at revision {pool.Revision}, and this change is based on {expected}.",
                "Read it again, and apply the change to what is there now.");
        }
    }
}
