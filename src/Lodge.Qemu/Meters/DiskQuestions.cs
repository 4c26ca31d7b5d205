using Lodge.Model.Vms;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Meters;

/// <summary>
/// Asks one QEMU for its disks. Counters change all the time; what is known of images costs QEMU a look at their files, and
/// is the same as long as the images are and nobody resizes them.
/// </summary>
/// <param name="session">Its monitor.</param>
internal sealed class DiskQuestions(QmpSession session)
{
    private volatile KnownDrives? _known;

    /// <summary>Sizes may have changed.</summary>
    public void Forget() => _known = null;

    /// <summary>Asks; of images only where nothing is known of them, or fresh figures are wanted.</summary>
    public async Task<IReadOnlyList<DiskUsage>?> AskAsync(VmDefinition definition, bool recentWillDo)
    {
        if (definition.Disks.Count == 0)
        {
            return [];
        }

        if (recentWillDo && _known is { } known && ReferenceEquals(known.Definition, definition)
            && await CountersAsync() is var counted && known.Nodes.SequenceEqual(NodesOf(counted)))
        {
            return DiskMeter.Read(definition, counted, known.Drives);
        }

        // Who resizes an image meanwhile takes the place away again, so that what was read before is not remembered.
        var asking = new KnownDrives(definition, [], []);
        _known = asking;
        var drives = session.ExecuteAsync(new QueryBlockCommand(), CancellationToken.None);
        var counters = await CountersAsync();
        Interlocked.CompareExchange(ref _known, new KnownDrives(definition, [.. NodesOf(counters)], await drives), asking);
        return DiskMeter.Read(definition, counters, await drives);
    }

    private Task<IReadOnlyList<BlockStats>> CountersAsync() => session.ExecuteAsync(new QueryBlockStatsCommand(), CancellationToken.None);

    // The nodes of each drive, from the one that the guest writes to down to the last.
    private static IEnumerable<string> NodesOf(IReadOnlyList<BlockStats> counters)
    {
        foreach (var drive in counters)
        {
            yield return drive.Qdev ?? drive.Device ?? "";
            for (var node = drive; node is not null; node = node.Backing)
            {
                yield return node.NodeName ?? "";
            }
        }
    }

    private sealed record KnownDrives(VmDefinition Definition, IReadOnlyList<string> Nodes, IReadOnlyList<BlockInfo> Drives);
}
