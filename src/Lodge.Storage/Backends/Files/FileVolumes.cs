using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;

namespace Lodge.Storage.Backends.Files;

/// <summary>Volumes that are files in one folder.</summary>
internal sealed class FileVolumes : IVolumeDriver
{
    public Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var folder = FolderOf(pool);
        PoolFolder.ThrowIfMissing(folder);
        var volumes = new List<Volume>();
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (StorageNames.WhyNot(Path.GetFileName(path)) is null && !NewFileName.IsUnfinished(path) && FileInspector.Look(pool.Definition.Name, path, known: null) is { } volume)
            {
                volumes.Add(volume);
            }
        }

        return Task.FromResult<IReadOnlyList<Volume>>(volumes);
    }

    public Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken)
    {
        var path = PathOf(pool, name);
        var volume = FileInspector.Look(pool.Definition.Name, path, known);
        return Task.FromResult(volume is null ? null : volume with { Chain = volume.Problem is null ? FileChain.Read(path, volume.Format) : [] });
    }

    /// <summary>The folder of a pool.</summary>
    public static string FolderOf(PoolAccess pool) => pool.Definition.Backend.TargetPath()
        ?? throw new InvalidOperationException($"The pool '{pool.Definition.Name}' has no folder.");

    /// <summary>The path of a volume.</summary>
    /// <exception cref="LodgeException">That is no name of a volume.</exception>
    public static string PathOf(PoolAccess pool, string name) => StorageNames.WhyNot(name) is { } why
        ? throw new LodgeException(ErrorCode.InvalidArgument, $"The name of a volume {why}.")
        : Path.Combine(FolderOf(pool), name);
}
