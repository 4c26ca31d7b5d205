using Lodge.Linux.Files;

namespace Lodge.Linux.Cgroups.Control;

/// <summary>One group in one hierarchy, with the files by which the kernel lets it be controlled.</summary>
/// <param name="Version">1 or 2.</param>
/// <param name="Folder">The group.</param>
/// <param name="Files">Names of the files in it.</param>
public sealed record CgroupPlace(int Version, string Folder, IReadOnlySet<string> Files)
{
    /// <summary>Reads what a group offers. Cheap: one listing of a folder of the kernel.</summary>
    /// <param name="version">1 or 2.</param>
    /// <param name="folder">The group, which must exist.</param>
    public static CgroupPlace Read(int version, string folder) => new(
        version, folder, Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).ToHashSet());

    /// <summary>Whether the group has a file of this name.</summary>
    public bool Has(string file) => Files.Contains(file);

    /// <summary>The path of one of its files.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>The file that takes the id of a thread which is to move into this group.</summary>
    public string ThreadsFile => PathOf(Version == 1 ? "tasks" : "cgroup.threads");

    /// <summary>The group of this name below, whether it exists or not; it has the same files.</summary>
    public CgroupPlace Child(string name) => this with { Folder = Path.Combine(Folder, name) };

    /// <summary>The text of one of its files without the newline at its end; null when it cannot be read.</summary>
    internal string? ReadText(string file) => KernelFile.TryRead(PathOf(file))?.TrimEnd('\n');
}
