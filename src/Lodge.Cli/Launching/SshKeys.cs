namespace Lodge.Cli.Launching;

/// <summary>Public keys of ssh.</summary>
internal static class SshKeys
{
    private static readonly string[] UsualFiles = ["id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub"];

    /// <summary>The keys of a file, one a line.</summary>
    public static IEnumerable<string> In(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');

    /// <summary>The files with the keys that ssh makes for a user who does not say where.</summary>
    public static IEnumerable<string> OwnFiles(string? home) => UsualFiles.Select(file => Path.Combine(home ?? "/nonexistent", ".ssh", file)).Where(File.Exists);

    /// <summary>The keys that ssh makes for a user who does not say where; none when there is no home.</summary>
    public static async Task<IReadOnlyList<string>> OwnAsync(string? home, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        foreach (var path in OwnFiles(home))
        {
            keys.AddRange(In(await File.ReadAllTextAsync(path, cancellationToken)));
        }

        return keys;
    }
}
