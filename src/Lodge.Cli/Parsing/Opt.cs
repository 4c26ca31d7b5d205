using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Lodge.Model.Json;
using Lodge.Model.Primitives;

namespace Lodge.Cli.Parsing;

/// <summary>Makes options whose errors are sentences.</summary>
internal static class Opt
{
    /// <summary>A switch.</summary>
    public static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>Any text.</summary>
    public static Option<string> Text(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = value, Arity = ArgumentArity.ExactlyOne };

    /// <summary>Any texts, the option given as often as needed.</summary>
    public static Option<string[]> Texts(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore };

    /// <summary>A whole number within limits.</summary>
    public static Option<int?> Count(string name, string value, string description, int least, int most) =>
        Parsed<int?>(name, value, description, text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? (number, null)
                : (null, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least:N0} to {most:N0}")));

    /// <summary>A sequence number.</summary>
    public static Option<long?> Sequence(string name, string value, string description) =>
        Parsed<long?>(name, value, description, text =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (number, null)
                : (null, "a whole number from 0"));

    /// <summary>An amount of memory or storage.</summary>
    public static Option<ByteSize?> Size(string name, string description) =>
        Parsed<ByteSize?>(name, "SIZE", description, text =>
            ByteSize.TryParse(text, out var size) ? (size, null) : (null, "a size such as 512M or 1GiB"));

    /// <summary>A length of time.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) =>
        Parsed<TimeSpan?>(name, "DURATION", description, text =>
            Durations.Parse(text) is { } duration ? (duration, null) : (null, "a duration such as 90s, 5m or 1h"));

    /// <summary>One of the names of an enum, in kebab-case.</summary>
    public static Option<T?> Choice<T>(string name, string description)
        where T : struct, Enum
    {
        var names = Kebab.AllOf<T>().ToArray();
        var option = Parsed<T?>(name, string.Join('|', names), description, text =>
        {
            var index = Array.IndexOf(names, text);
            return index >= 0 ? (Enum.GetValues<T>()[index], null) : (null, $"one of {string.Join(", ", names)}");
        });
        option.CompletionSources.Clear();
        option.CompletionSources.Add(_ => names.Select(each => new System.CommandLine.Completions.CompletionItem(each)));
        return option;
    }

    private static Option<T?> Parsed<T>(string name, string value, string description, Func<string, (T? Value, string? Expected)> read) =>
        new(name)
        {
            Description = description,
            HelpName = value,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => Read(result, name, read),
        };

    private static T? Read<T>(ArgumentResult result, string name, Func<string, (T? Value, string? Expected)> read)
    {
        var text = result.Tokens[0].Value;
        var (value, expected) = read(text);
        if (expected is not null)
        {
            result.AddError($"{name} must be {expected}, not '{text}'.");
        }

        return value;
    }
}
