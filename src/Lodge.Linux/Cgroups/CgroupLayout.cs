namespace Lodge.Linux.Cgroups;

/// <summary>How a host arranges its control groups.</summary>
public enum CgroupKind
{
    /// <summary>No hierarchy can be used.</summary>
    None,

    /// <summary>Version 1: a hierarchy for each controller or a few of them.</summary>
    V1,

    /// <summary>Version 2: one hierarchy for all.</summary>
    V2,

    /// <summary>Controllers in version 1 hierarchies, and a version 2 hierarchy beside them.</summary>
    Hybrid,
}

/// <summary>One hierarchy, and the place in it below which Lodge makes its groups.</summary>
/// <param name="Version">1 or 2.</param>
/// <param name="BaseFolder">The daemon's own group, as an absolute folder.</param>
/// <param name="Controllers">The controllers found here that Lodge uses; may be none in version 2.</param>
public sealed record CgroupHierarchy(int Version, string BaseFolder, IReadOnlyList<string> Controllers);

/// <summary>The control group hierarchies that Lodge can use on this host.</summary>
/// <param name="Kind">How they are arranged.</param>
/// <param name="Hierarchies">One entry for each, in the order of the mount table.</param>
/// <param name="Notes">What is missing and why, a sentence each.</param>
public sealed record CgroupLayout(
    CgroupKind Kind, IReadOnlyList<CgroupHierarchy> Hierarchies, IReadOnlyList<string> Notes)
{
    /// <summary>Finds the hierarchies of the process that asks. Missing ones are notes, never errors.</summary>
    public static CgroupLayout Detect()
    {
        try
        {
            return CgroupLayoutParser.Parse(
                File.ReadAllText("/proc/self/mountinfo"), File.ReadAllText("/proc/self/cgroup"), ReadControllers);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new CgroupLayout(CgroupKind.None, [], [$"cgroups: not available because {failure.Message}"]);
        }
    }

    private static string ReadControllers(string folder)
    {
        var file = Path.Combine(folder, "cgroup.controllers");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
