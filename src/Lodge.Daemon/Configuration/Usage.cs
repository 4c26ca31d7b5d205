namespace Lodge.Daemon.Configuration;

/// <summary>What <c>lodged --help</c> prints.</summary>
internal static class Usage
{
    /// <summary>The whole text.</summary>
    public static string Text { get; } = string.Join('\n', Lines());

    private static IEnumerable<string> Lines()
    {
        yield return "lodged, Lodge's daemon: runs virtual machines and serves the API that 'lodge' talks to.";
        yield return "";
        yield return "Usage: lodged [--config FILE] [--SETTING VALUE]...";
        yield return "";
        yield return $"Settings, in FILE (default {SettingReader.DefaultFile}) as 'key = value', in the environment as LODGE_KEY,";
        yield return "or on the command line; the later wins:";
        foreach (var setting in SettingTable.All)
        {
            yield return "";
            yield return $"  --{setting.Key}    (default: {setting.Default.Replace("`", "", StringComparison.Ordinal)})";
            yield return $"      {setting.Help.Replace("`", "", StringComparison.Ordinal)}";
        }

        yield return "";
        yield return "  --version, --help";
    }
}
