using Lodge.Api.Contracts;
using Lodge.Api.Contracts.DiskJobs;
using Lodge.Client.Http;
using Lodge.Model.DiskJobs;
using Lodge.Model.Jobs;

namespace Lodge.Client.DiskJobs;

/// <summary>Copying, merging and moving disks of VMs, running or not. Part of a <see cref="LodgeClient"/>. What takes long is a job.</summary>
public sealed class DiskJobClient
{
    private readonly ApiTransport _transport;

    internal DiskJobClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>The work on disks that goes on.</summary>
    /// <param name="vm">Only that of this VM; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<DiskJobStatus>> ListAsync(string? vm = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.DiskJobs(vm), Json.IReadOnlyListDiskJobStatus, cancellationToken);

    /// <summary>The work on a disk.</summary>
    public Task<DiskJobStatus> GetAsync(string vm, string disk, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Disk(vm, disk, "/job"), Json.DiskJobStatus, cancellationToken);

    /// <summary>Copies a disk.</summary>
    public Task<Job> CopyAsync(string vm, string disk, CopyDisk request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Disk(vm, disk, "/copy"), request, ApiJson.Default.CopyDisk), Json.Job, cancellationToken);

    /// <summary>Copies into a disk's image what it reads from those below it.</summary>
    public Task<Job> PullAsync(string vm, string disk, PullDisk request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Disk(vm, disk, "/pull"), request, ApiJson.Default.PullDisk), Json.Job, cancellationToken);

    /// <summary>Copies images of a disk into one below them.</summary>
    public Task<Job> CommitAsync(string vm, string disk, CommitDisk request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Disk(vm, disk, "/commit"), request, ApiJson.Default.CommitDisk), Json.Job, cancellationToken);

    /// <summary>Changes what the guest sees of a disk of a running VM.</summary>
    public Task ResizeAsync(string vm, string disk, ResizeDisk request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Disk(vm, disk, "/resize"), request, ApiJson.Default.ResizeDisk), cancellationToken);

    /// <summary>Limits how much is copied, from now on.</summary>
    public Task<DiskJobStatus> ChangeAsync(string vm, string disk, ChangeDiskJob request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Patch, ApiPath.Disk(vm, disk, "/job"), request, ApiJson.Default.ChangeDiskJob), Json.DiskJobStatus, cancellationToken);

    /// <summary>Has the guest go on in the copy, as soon as it has caught up.</summary>
    public Task<Job> PivotAsync(string vm, string disk, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, ApiPath.Disk(vm, disk, "/job/pivot")), Json.Job, cancellationToken);

    /// <summary>Ends the work on a disk: a copy that has caught up and waits is left as it is, all else is undone.</summary>
    public Task<Job> EndAsync(string vm, string disk, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Disk(vm, disk, "/job")), Json.Job, cancellationToken);

    /// <summary>Moves a volume to another pool, be it the disk of a running VM.</summary>
    public Task<Job> MoveAsync(string pool, string volume, MoveVolume request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Volume(pool, volume, "/move"), request, ApiJson.Default.MoveVolume), Json.Job, cancellationToken);
}
