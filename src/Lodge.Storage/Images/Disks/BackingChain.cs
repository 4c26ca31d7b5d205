namespace Lodge.Storage.Images.Disks;

/// <summary>Follows the backing files of a disk.</summary>
internal static class BackingChain
{
    private const int Deepest = 64;

    /// <summary>The files that a disk rests on, the nearest first; what cannot be read ends the chain.</summary>
    public static async Task<IReadOnlyList<string>> BehindAsync(string disk, CancellationToken cancellationToken)
    {
        var behind = new List<string>();
        for (var next = disk; behind.Count < Deepest;)
        {
            if (await BackingOfAsync(next, cancellationToken) is not { } backing || behind.Contains(backing))
            {
                break;
            }

            behind.Add(backing);
            next = backing;
        }

        return behind;
    }

    private static async Task<string?> BackingOfAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(path) && await Qcow2Start.ReadAsync(path, cancellationToken) is { BackingFile: { } name }
                ? Path.GetFullPath(name.StartsWith("file:", StringComparison.Ordinal) ? name["file:".Length..] : name, Path.GetDirectoryName(path)!)
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // Whoever cannot read it cannot rest on it either.
        }
    }
}
