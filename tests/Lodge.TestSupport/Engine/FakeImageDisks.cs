using Lodge.Engine.Ports;
using Lodge.Model.Images;

namespace Lodge.TestSupport.Engine;

/// <summary>Disks from images, of which only the names are kept.</summary>
public sealed class FakeImageDisks : IImageDisks
{
    /// <summary>What is there.</summary>
    public HashSet<string> Files { get; } = [];

    /// <inheritdoc/>
    public Task<string> CloneAsync(ImageDisk disk, string vm, long size, CancellationToken cancellationToken) => Add($"/disks/{vm}.qcow2");

    /// <inheritdoc/>
    public Task<string> MakeSeedAsync(IReadOnlyDictionary<string, string> files, string vm, CancellationToken cancellationToken) => Add($"/disks/{vm}-seed.iso");

    /// <inheritdoc/>
    public bool IsOwn(string path) => path.StartsWith("/disks/", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Delete(string path) => Files.Remove(path);

    private Task<string> Add(string path)
    {
        Files.Add(path);
        return Task.FromResult(path);
    }
}
