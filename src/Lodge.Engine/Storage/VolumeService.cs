using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Storage.Volumes;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage;

/// <summary>
/// Volumes of storage pools, for the doors. Each piece of work can be awaited, or be begun as a job. Work that is cancelled
/// or fails leaves nothing behind.
/// </summary>
public sealed class VolumeService
{
    private readonly StorageCore _core;

    internal VolumeService(StorageCore core) => _core = core;

    /// <summary>Lists the volumes of a pool, by name.</summary>
    /// <exception cref="LodgeException">It is not in use, or cannot be reached.</exception>
    public Task<IReadOnlyList<Volume>> ListAsync(string pool, CancellationToken cancellationToken) =>
        _core.Catalogue.ListAsync(_core.Inventory.Get(pool), cancellationToken);

    /// <summary>The volumes of a pool as they were last listed. Waits for nothing.</summary>
    public IReadOnlyList<Volume> Known(string pool) => _core.Catalogue.Known(_core.Inventory.Get(pool));

    /// <summary>One volume with all that it is based on; null when there is none.</summary>
    /// <exception cref="LodgeException">The pool is not in use, or cannot be reached.</exception>
    public Task<Volume?> FindAsync(VolumeName volume, CancellationToken cancellationToken) =>
        _core.Catalogue.FindAsync(_core.Inventory.Get(volume.Pool), volume.Volume, cancellationToken);

    /// <summary>One volume with all that it is based on.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.VolumeNotFound"/>, with the nearest name when there is one.</exception>
    public Task<Volume> GetAsync(VolumeName volume, CancellationToken cancellationToken) =>
        _core.Catalogue.GetAsync(_core.Inventory.Get(volume.Pool), volume.Volume, cancellationToken);

    /// <summary>The volume with a path or address, and its pool; null when no pool in use has it.</summary>
    public Task<(Pool Pool, Volume Volume)?> FindByKeyAsync(string key, CancellationToken cancellationToken) =>
        _core.Catalogue.FindByKeyAsync(key, cancellationToken);

    /// <summary>Which VMs and other volumes need a volume.</summary>
    public async Task<IReadOnlyList<VolumeUser>> UsersOfAsync(VolumeName volume, CancellationToken cancellationToken)
    {
        var found = await GetAsync(volume, cancellationToken);
        return await _core.Use.UsersOfAsync(_core.Inventory.Get(volume.Pool), found, cancellationToken);
    }

    /// <summary>Makes a volume.</summary>
    /// <param name="pool">Where: name or id.</param>
    /// <param name="request">What it shall be.</param>
    /// <param name="from">What is copied into it, whatever its pool and format; null for an empty one.</param>
    /// <param name="progress">The share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left of it.</param>
    /// <exception cref="LodgeException">The request has flaws, the name is taken, there is no room, or a running VM writes to what is copied.</exception>
    public Task<Volume> CreateAsync(string pool, VolumeRequest request, VolumeName? from, IProgress<double>? progress, CancellationToken cancellationToken) =>
        _core.Creation.CreateAsync(pool, request, from, progress ?? Silent, cancellationToken);

    /// <summary>As <see cref="CreateAsync"/>, as a job.</summary>
    public Job BeginCreate(string pool, VolumeRequest request, VolumeName? from) =>
        Begin(from is null ? JobKind.CreateVolume : JobKind.CloneVolume, $"{pool}/{request.Name}", (progress, token) => CreateAsync(pool, request, from, progress, token));

    /// <summary>Makes a volume from one that no VM and no other volume needs, and deletes that one unless it is kept.</summary>
    internal Job BeginMove(VolumeName volume, string pool, VolumeRequest request, bool keep) => Begin(
        JobKind.CloneVolume, $"{pool}/{request.Name}", async (progress, token) =>
        {
            await CreateAsync(pool, request, volume, progress, token);
            if (!keep)
            {
                await DeleteAsync(volume, false, CancellationToken.None);
            }
        });

    /// <summary>Changes what a guest sees of a volume; the disk of a running VM is resized live.</summary>
    /// <exception cref="LodgeException">It would shrink and that was not asked for; another volume is based on it; there is no room.</exception>
    public Task<Volume> ResizeAsync(VolumeName volume, VolumeResize resize, IProgress<double>? progress, CancellationToken cancellationToken) =>
        _core.Changes.ResizeAsync(volume, resize, progress ?? Silent, cancellationToken);

    /// <summary>As <see cref="ResizeAsync"/>, as a job.</summary>
    public Job BeginResize(VolumeName volume, VolumeResize resize) =>
        Begin(JobKind.ResizeVolume, Subject(volume), (progress, token) => ResizeAsync(volume, resize, progress, token));

    /// <summary>Deletes a volume.</summary>
    /// <param name="volume">Which.</param>
    /// <param name="force">Whether it goes though the definition of a VM that does not run names it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>: a VM or another volume needs it.</exception>
    public Task DeleteAsync(VolumeName volume, bool force, CancellationToken cancellationToken) => _core.Changes.DeleteAsync(volume, force, cancellationToken);

    /// <summary>Overwrites a volume; its size stays.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>: a VM or another volume needs it.</exception>
    public Task WipeAsync(VolumeName volume, WipeMethod method, IProgress<double>? progress, CancellationToken cancellationToken) =>
        _core.Changes.WipeAsync(volume, method, progress ?? Silent, cancellationToken);

    /// <summary>As <see cref="WipeAsync"/>, as a job.</summary>
    public Job BeginWipe(VolumeName volume, WipeMethod method) =>
        Begin(JobKind.WipeVolume, Subject(volume), (progress, token) => WipeAsync(volume, method, progress, token));

    /// <summary>Bases a qcow2 volume on another image, or with null on none; what a guest reads of it stays the same.</summary>
    /// <exception cref="LodgeException">It is in use, no qcow2 image, or would be based on itself.</exception>
    public Task<Volume> RebaseAsync(VolumeName volume, BackingRequest? backing, IProgress<double>? progress, CancellationToken cancellationToken) =>
        _core.Changes.RebaseAsync(volume, backing, progress ?? Silent, cancellationToken);

    /// <summary>As <see cref="RebaseAsync"/>, as a job.</summary>
    public Job BeginRebase(VolumeName volume, BackingRequest? backing) =>
        Begin(JobKind.RebaseVolume, Subject(volume), (progress, token) => RebaseAsync(volume, backing, progress, token));

    /// <summary>Opens the bytes of a volume's file or device, for streams that skip holes. While they are open for writing nobody else has them.</summary>
    /// <exception cref="LodgeException">A running VM or another piece of work has it.</exception>
    public Task<OpenVolume> OpenAsync(VolumeName volume, bool write, CancellationToken cancellationToken) => _core.Transfers.OpenAsync(volume, write, cancellationToken);

    /// <summary>Writes a stream over a volume's bytes; runs of zeros take no room where that is possible.</summary>
    /// <param name="volume">Which.</param>
    /// <param name="offset">Where it begins; what is before stays. An interrupted upload goes on where it came to.</param>
    /// <param name="length">How much it must be; null until the stream ends.</param>
    /// <param name="from">The bytes.</param>
    /// <param name="progress">How many bytes are written.</param>
    /// <param name="cancellationToken">Ends it; what was written stays.</param>
    /// <returns>How many bytes were written.</returns>
    public Task<long> UploadAsync(VolumeName volume, long offset, long? length, Stream from, IProgress<long>? progress, CancellationToken cancellationToken) =>
        _core.Transfers.UploadAsync(volume, offset, length, from, progress ?? SilentBytes, cancellationToken);

    /// <summary>Reads a volume's bytes into a stream.</summary>
    /// <param name="volume">Which.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">How much at most; null to the end.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="progress">How many bytes are read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many bytes were read.</returns>
    public Task<long> DownloadAsync(VolumeName volume, long offset, long? length, Stream to, IProgress<long>? progress, CancellationToken cancellationToken) =>
        _core.Transfers.DownloadAsync(volume, offset, length, to, progress ?? SilentBytes, cancellationToken);

    private static SynchronousProgress<double> Silent { get; } = new(static _ => { });

    private static SynchronousProgress<long> SilentBytes { get; } = new(static _ => { });

    private static string Subject(VolumeName volume) => $"{volume.Pool}/{volume.Volume}";

    private Job Begin(JobKind kind, string subject, Func<IProgress<double>, CancellationToken, Task> work) =>
        _core.Jobs.Run(kind, null, subject, (progress, token) => work(new SynchronousProgress<double>(share => progress.Report((share, "Writing"))), token));
}
