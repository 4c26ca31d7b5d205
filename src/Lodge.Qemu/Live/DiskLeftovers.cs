using Lodge.Model.Errors;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>
/// Takes away the block nodes of a disk that the guest has released: those that it was planned with, and those that its
/// images got while it ran.
/// </summary>
internal static class DiskLeftovers
{
    /// <summary>Takes them away, from the top downwards, with the sets that their descriptors are in.</summary>
    /// <returns>Those that QEMU keeps.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAsync(QmpSession session, string alias, CancellationToken cancellationToken)
    {
        var left = await NodesAsync(session, alias, cancellationToken);
        var gone = new HashSet<string>();
        for (var before = -1; left.Count > 0 && gone.Count != before;)
        {
            before = gone.Count;
            foreach (var node in left)
            {
                if (await TryRemoveAsync(session, node, cancellationToken))
                {
                    gone.Add(node);
                }
            }

            left = [.. left.Where(node => !gone.Contains(node))];
        }

        foreach (var set in await session.ExecuteAsync(new QueryFdsetsCommand(), cancellationToken))
        {
            if (set.Fds.Any(file => file.Opaque is { } note && gone.Contains(note)))
            {
                await session.ExecuteAsync(new RemoveFdCommand(set.FdsetId), cancellationToken);
            }
        }

        return left;
    }

    private static async Task<IReadOnlyList<string>> NodesAsync(QmpSession session, string alias, CancellationToken cancellationToken) =>
    [
        .. (await session.ExecuteAsync(new QueryNamedBlockNodesCommand(flat: true), cancellationToken))
            .Select(node => node.NodeName).OfType<string>().Where(node => DiskNodeNames.IsOf(alias, node)),
    ];

    // One that another stands on is refused, and goes after that one.
    private static async Task<bool> TryRemoveAsync(QmpSession session, string node, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(new BlockdevDelCommand(node), cancellationToken);
            return true;
        }
        catch (LodgeException refused) when (refused.Error.Code == ErrorCode.HypervisorFailed)
        {
            return false;
        }
    }
}
