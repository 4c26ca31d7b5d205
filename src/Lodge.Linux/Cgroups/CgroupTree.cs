using System.Buffers;
using Lodge.Linux.Errors;

namespace Lodge.Linux.Cgroups;

/// <summary>
/// The groups of one daemon: <c>lodge/INSTANCE/VM</c> below its own group, in every hierarchy that lets it. What it
/// cannot use is a note, not a failure: VMs then run without that control.
/// </summary>
public sealed class CgroupTree
{
    private const string Top = "lodge";

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly string _instance;

    private CgroupTree(string instance, IReadOnlyList<CgroupHierarchy> hierarchies, IReadOnlyList<string> notes)
    {
        _instance = instance;
        Hierarchies = hierarchies;
        Notes = notes;
    }

    /// <summary>The hierarchies in which this daemon has its place.</summary>
    public IReadOnlyList<CgroupHierarchy> Hierarchies { get; }

    /// <summary>What cannot be used, and why; a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// Makes the daemon's place in each hierarchy. In version 2 this may move the daemon into a leaf of its own, as a
    /// group that hands controllers on must be without processes.
    /// </summary>
    /// <param name="layout">What the host has.</param>
    /// <param name="instance">Tells this daemon from others on the host: letters, digits, '-' and '_'.</param>
    public static CgroupTree Prepare(CgroupLayout layout, string instance)
    {
        ArgumentNullException.ThrowIfNull(layout);
        CheckName(instance);
        var usable = new List<CgroupHierarchy>();
        var notes = new List<string>(layout.Notes);
        var refusals = new List<(CgroupHierarchy Hierarchy, LinuxException Reason)>();
        foreach (var hierarchy in layout.Hierarchies)
        {
            try
            {
                CgroupFiles.MakeFolders(hierarchy.BaseFolder, Top, instance);
                usable.Add(hierarchy.Version == 2
                    ? CgroupDelegation.HandOn(hierarchy, [Top, Path.Combine(Top, instance)], notes)
                    : hierarchy);
            }
            catch (LinuxException refused)
            {
                refusals.Add((hierarchy, refused));
            }
        }

        notes.AddRange(refusals.GroupBy(refusal => refusal.Reason.Errno).Select(Describe));
        return new CgroupTree(instance, usable, notes);
    }

    /// <summary>Makes the groups of a VM; those that are there already are kept.</summary>
    /// <param name="vmId">The VM's id: letters, digits, '-' and '_'.</param>
    /// <exception cref="LinuxException">A group cannot be made although the daemon's place could.</exception>
    public VmCgroup Create(string vmId)
    {
        var group = Open(vmId);
        foreach (var hierarchy in Hierarchies)
        {
            CgroupFiles.MakeFolders(hierarchy.BaseFolder, Top, _instance, vmId);
        }

        return group;
    }

    /// <summary>The groups of a VM, whether they exist or not.</summary>
    /// <param name="vmId">The VM's id.</param>
    public VmCgroup Open(string vmId)
    {
        CheckName(vmId);
        return new VmCgroup(
            vmId,
            [.. Hierarchies.Select(hierarchy => hierarchy with { BaseFolder = Path.Combine(PlaceIn(hierarchy), vmId) })]);
    }

    /// <summary>The ids of all VMs that have a group in any hierarchy, running or left over.</summary>
    public IReadOnlyList<string> List() =>
    [
        .. Hierarchies.Select(PlaceIn)
            .Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories)
            .Select(folder => Path.GetFileName(folder)!)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Removes the groups that no VM uses any more. One with processes in it stays.</summary>
    /// <param name="keep">The ids of VMs whose groups stay, empty or not.</param>
    /// <returns>The ids whose groups are gone now.</returns>
    public IReadOnlyList<string> RemoveLeftOvers(IReadOnlySet<string> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        return [.. List().Where(id => !keep.Contains(id) && Open(id).TryRemove())];
    }

    /// <summary>Removes the daemon's own place, as far as it is empty.</summary>
    public void RemovePlace()
    {
        foreach (var hierarchy in Hierarchies)
        {
            if (CgroupFiles.TryRemove(PlaceIn(hierarchy)))
            {
                // Another daemon's place may be in there; then it stays.
                CgroupFiles.TryRemove(Path.Combine(hierarchy.BaseFolder, Top));
            }
        }
    }

    private string PlaceIn(CgroupHierarchy hierarchy) => Path.Combine(hierarchy.BaseFolder, Top, _instance);

    /// <summary>An ordinary user is refused everywhere for the same reason: that is one note, not six.</summary>
    private static string Describe(IEnumerable<(CgroupHierarchy Hierarchy, LinuxException Reason)> alike)
    {
        var names = alike.Select(refusal => refusal.Hierarchy.Version == 2
            ? "version 2"
            : string.Join(',', refusal.Hierarchy.Controllers));
        return $"cgroups: {string.Join(", ", names)} not available because {alike.First().Reason.Message}";
    }

    private static void CheckName(string name)
    {
        if (string.IsNullOrEmpty(name) || name.AsSpan().ContainsAnyExcept(s_nameCharacters))
        {
            throw new ArgumentException($"'{name}' cannot be the name of a group: letters, digits, '-' and '_' can.");
        }
    }
}
