using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;

namespace Lodge.Storage.Tests.Support;

/// <summary>A folder of a test as a storage pool, and what works on it.</summary>
internal sealed class PoolBench : IDisposable
{
    private readonly PidFdWatcher _watcher = new();

    public PoolBench(PoolBackend? backend = null, ISecretValues? secrets = null)
    {
        Folder = Directory.CreateTempSubdirectory("lodge-pool-").FullName;
        Host = new LinuxStorageHost(_watcher);
        Access = new PoolAccess(new PoolDefinition { Id = Guid.NewGuid(), Name = "test", Backend = backend ?? new FolderPoolBackend { Path = Folder } }, secrets ?? new KnownSecrets());
    }

    public string Folder { get; }

    public LinuxStorageHost Host { get; }

    public PoolAccess Access { get; }

    public IPoolDriver Driver => Host.DriverFor(Access.Definition.Backend);

    public static IProgress<double> Silent { get; } = new Progress<double>();

    public string PathOf(string name) => Path.Combine(Access.Definition.Backend.TargetPath()!, name);

    public Task<Volume?> FindAsync(string name, VolumeFormat? known = null) => Driver.Volumes.FindAsync(Access, name, known, CancellationToken.None);

    public Task<IReadOnlyList<PoolSource>> FindSourcesAsync(PoolSourceKind kind, string? server = null) => Host.FindSourcesAsync(new PoolSearch(kind, server), CancellationToken.None);

    public async Task<Volume> MakeAsync(VolumeRequest request, VolumeOrigin? from = null, VolumeOrigin? backing = null)
    {
        await Driver.Volumes.CreateAsync(Access, new VolumePlan(request) { From = from, Backing = backing }, Silent, CancellationToken.None);
        return (await FindAsync(request.Name))!;
    }

    public static VolumeRequest Request(string name, VolumeFormat format, long mebibytes = 16) => new() { Name = name, Format = format, Capacity = ByteSize.FromMiB(mebibytes) };

    public static VolumeOrigin Origin(Volume volume) => new(volume.Source!, volume.Format, volume.Capacity, volume.Encrypted ? KnownSecrets.Id : null, volume.Backing is not null, volume.Chain);

    public void Dispose()
    {
        _watcher.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>One secret.</summary>
    internal sealed class KnownSecrets : ISecretValues
    {
        public static Guid Id { get; } = Guid.NewGuid();

        public byte[] ValueFor(Guid id) => id == Id ? "open sesame"u8.ToArray() : throw new LodgeException(ErrorCode.SecretNotFound, "There is no such secret.");
    }
}
