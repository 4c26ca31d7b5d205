namespace Lodge.Network.HostBridges.Persistence;

/// <summary>
/// Files that tell who gives interfaces their addresses when the host boots, as they were at one moment, by their full names.
/// </summary>
/// <param name="Texts">Their contents.</param>
/// <param name="WhyNone">Why there are none that count; null when they do.</param>
internal sealed record HostFiles(IReadOnlyDictionary<string, string> Texts, string? WhyNone = null)
{
    /// <summary>The contents of a file; null when there is none.</summary>
    public string? Find(string path) => Texts.GetValueOrDefault(path);

    /// <summary>The files directly in a folder with an ending, by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> In(string folder, string ending) => Texts
        .Where(file => file.Key.StartsWith(folder + "/", StringComparison.Ordinal) && !file.Key.AsSpan(folder.Length + 1).Contains('/')
            && file.Key.EndsWith(ending, StringComparison.Ordinal))
        .OrderBy(file => file.Key, StringComparer.Ordinal);
}
