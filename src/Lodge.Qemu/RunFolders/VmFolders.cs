using Lodge.Qemu.Planning;

namespace Lodge.Qemu.RunFolders;

/// <summary>Knows the folders of each VM, and which VMs have one.</summary>
internal sealed class VmFolders(QemuOptions options)
{
    /// <summary>Holds a folder for each running VM.</summary>
    public string RunRoot { get; } = Path.Combine(options.RunFolder, "vms");

    private string StateRoot { get; } = Path.Combine(options.StateFolder, "vms");

    /// <summary>The folders of a VM.</summary>
    public VmPaths Of(Guid vmId)
    {
        var name = vmId.ToString("D");
        return new VmPaths(Path.Combine(RunRoot, name), Path.Combine(StateRoot, name), Path.Combine(options.LogFolder, name));
    }

    /// <summary>VMs that have a run folder.</summary>
    public IReadOnlyList<Guid> ListRunning() => List(RunRoot);

    /// <summary>VMs that have a log folder.</summary>
    public IReadOnlyList<Guid> ListLogged() => List(options.LogFolder);

    private static IReadOnlyList<Guid> List(string root) => Directory.Exists(root)
        ? [.. Directory.EnumerateDirectories(root).Select(folder => Guid.TryParse(Path.GetFileName(folder), out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)]
        : [];
}
