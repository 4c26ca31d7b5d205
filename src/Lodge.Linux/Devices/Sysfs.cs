using Lodge.Linux.Errors;
using Lodge.Linux.Files;

namespace Lodge.Linux.Devices;

/// <summary>The kernel's tree of devices, at the place where it is mounted.</summary>
/// <param name="root">Absolute path, usually <c>/sys</c>.</param>
public class Sysfs(string root = "/sys")
{
    /// <summary>Absolute path of something in the tree.</summary>
    public string At(string path) => Path.Combine(root, path);

    /// <summary>Whether a folder is there.</summary>
    public bool HasFolder(string path) => Directory.Exists(At(path));

    /// <summary>Names of what is in a folder; none when it does not exist.</summary>
    public IReadOnlyList<string> List(string path) =>
        HasFolder(path) ? [.. Directory.EnumerateFileSystemEntries(At(path)).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)] : [];

    /// <summary>The last part of what a symbolic link points to; null when there is none.</summary>
    public string? LinkName(string path) =>
        new FileInfo(At(path)).LinkTarget is { } target ? Path.GetFileName(target) : null;

    /// <summary>The text of a file without blanks around it; null when it cannot be read.</summary>
    public string? Read(string path) => KernelFile.TryRead(At(path))?.Trim();

    /// <summary>Writes a file.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public virtual void Write(string path, string text) => KernelFile.Write(At(path), text);
}
