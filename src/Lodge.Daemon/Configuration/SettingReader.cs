using Lodge.Model.Errors;
using Lodge.Model.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Lodge.Daemon.Configuration;

/// <summary>Reads the configuration: file, then environment, then command line; the later wins.</summary>
internal static class SettingReader
{
    /// <summary>Where the file is looked for when nobody names one.</summary>
    public const string DefaultFile = "/etc/lodge/lodged.toml";

    /// <summary>Reads all sources.</summary>
    /// <param name="arguments">The command line, options only.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming the source and the key.</exception>
    public static DaemonOptions Read(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var line = ReadArguments(arguments);
        var file = line.FirstOrDefault(pair => pair.Key == "config").Value ?? environment("LODGE_CONFIG");
        var options = new DaemonOptions();
        if (file is not null || File.Exists(DefaultFile))
        {
            options = ReadFile(file ?? DefaultFile).Aggregate(options, (now, pair) => Apply(now, pair.Key, pair.Value, pair.Source));
        }

        options = SettingTable.All.Aggregate(options, (now, setting) =>
            environment(setting.Variable) is { } text ? Apply(now, setting.Key, text, setting.Variable) : now);
        return line.Where(pair => pair.Key != "config")
            .Aggregate(options, (now, pair) => Apply(now, pair.Key, pair.Value, $"--{pair.Key}"));
    }

    private static DaemonOptions Apply(DaemonOptions options, string key, string text, string source)
    {
        var setting = SettingTable.All.FirstOrDefault(setting => setting.Key == key) ?? throw Unknown(key, source);
        try
        {
            return setting.Apply(options, text);
        }
        catch (FormatException flaw)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"{source}: {key} {flaw.Message}.", setting.Help);
        }
    }

    private static List<KeyValuePair<string, string>> ReadArguments(IReadOnlyList<string> arguments)
    {
        var read = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new LodgeException(ErrorCode.InvalidArgument, $"lodged takes options only, and '{arguments[i]}' is none.", "See 'lodged --help'.");
            }

            var parts = arguments[i][2..].Split('=', 2);
            var value = parts.Length == 2 ? parts[1] : ++i < arguments.Count ? arguments[i] : throw new LodgeException(
                ErrorCode.InvalidArgument, $"The option --{parts[0]} lacks its value.", "See 'lodged --help'.");
            read.Add(new(parts[0], value));
        }

        return read;
    }

    private static IEnumerable<(string Key, string Value, string Source)> ReadFile(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(ErrorCode.FileNotAccessible, $"The configuration cannot be read: {failure.Message}", "Check the path and its rights, or start without --config.", failure);
        }

        var document = SyntaxParser.Parse(text, path, true);
        if (document.HasErrors)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The configuration is no TOML: {document.Diagnostics[0]}", "Correct that line; every key is described in docs/reference/configuration.md.");
        }

        if (document.Tables.FirstOrDefault() is { } table)
        {
            throw Unknown($"[{table.Name}]", Place(table));
        }

        return document.KeyValues.Select(pair => (pair.Key!.ToString().Trim(), Plain(pair), Place(pair))).ToArray();

        string Place(SyntaxNode node) => $"{path}, line {node.Span.Start.Line + 1}";
    }

    private static string Plain(KeyValueSyntax pair) => pair.Value is StringValueSyntax text ? text.Value ?? "" : pair.Value?.ToString().Trim() ?? "";

    private static LodgeException Unknown(string key, string source) => new(
        ErrorCode.InvalidArgument,
        $"{source}: there is no setting '{key}'.",
        Suggestion.For(key, SettingTable.All.Select(setting => setting.Key)) is { } near
            ? $"Did you mean '{near}'?"
            : $"The settings are: {string.Join(", ", SettingTable.All.Select(setting => setting.Key))}.");
}
