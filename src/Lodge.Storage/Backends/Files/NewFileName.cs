namespace Lodge.Storage.Backends.Files;

/// <summary>
/// Names of files that are not finished: they are no volumes yet. When the work on one is done it gets its name in one step;
/// what a crash leaves of one is swept at the pool's next start.
/// </summary>
internal static class NewFileName
{
    private const string Mark = ".lodge-new-";

    // Another host may share the folder, and be at work.
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(1);

    /// <summary>A name beside a path for the time being.</summary>
    public static string For(string path) => Path.Combine(Path.GetDirectoryName(path)!, $"{Mark}{Guid.NewGuid():N}");

    /// <summary>Deletes what a crash has left; a file that somebody still writes is kept.</summary>
    public static void Sweep(string folder)
    {
        foreach (var left in Directory.EnumerateFiles(folder, $"{Mark}*").Where(left => File.GetLastWriteTimeUtc(left) < DateTime.UtcNow - Oldest))
        {
            File.Delete(left);
        }
    }

    /// <summary>Whether a path is one.</summary>
    public static bool IsUnfinished(string path) => Path.GetFileName(path).StartsWith(Mark, StringComparison.Ordinal);
}
