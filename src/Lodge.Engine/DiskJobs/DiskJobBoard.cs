using System.Collections.Concurrent;
using Lodge.Model.DiskJobs;

namespace Lodge.Engine.DiskJobs;

/// <summary>How far work on disks is, as it was last seen. Never the only copy: QEMU and the durable notes know it.</summary>
internal sealed class DiskJobBoard
{
    private readonly ConcurrentDictionary<Guid, (Guid VmId, DiskJobStatus Status)> _seen = new();

    /// <summary>All work, or that on one VM.</summary>
    public IReadOnlyList<DiskJobStatus> List(Guid? vmId) =>
        [.. _seen.Values.Where(item => vmId is null || item.VmId == vmId).Select(item => item.Status).OrderBy(status => status.Vm, StringComparer.Ordinal).ThenBy(status => status.Disk, StringComparer.Ordinal)];

    /// <summary>A piece of work; null when it is over.</summary>
    public DiskJobStatus? Find(Guid job) => _seen.TryGetValue(job, out var found) ? found.Status : null;

    /// <summary>Notes how far it is.</summary>
    public void Note(Guid vmId, DiskJobStatus status) => _seen[status.JobId] = (vmId, status);

    /// <summary>It is over.</summary>
    public void Forget(Guid job) => _seen.TryRemove(job, out _);
}
