using System.CommandLine;
using System.CommandLine.Parsing;
using Lodge.Cli.App;
using Lodge.Model.Errors;
using Lodge.Model.Text;

namespace Lodge.Cli.Parsing;

/// <summary>Says what is wrong with a command line.</summary>
internal static class ParseProblem
{
    /// <summary>The first thing that is wrong; null when nothing is.</summary>
    public static LodgeError? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        var stray = Positional(parsed).Concat(parsed.UnmatchedTokens).ToArray();
        if (stray.FirstOrDefault(LooksLikeOption) is { } option)
        {
            return UnknownOption(option, command);
        }

        if (parsed.UnmatchedTokens.Count > 0)
        {
            return command.Command.Subcommands.Count > 0
                ? UnknownVerb(parsed.UnmatchedTokens[0], command)
                : Usage($"'{parsed.UnmatchedTokens[0]}' is more than '{PathOf(command)}' takes.", command);
        }

        if (command.Command is Verb { Handler: null } or { Subcommands.Count: > 0, Action: null })
        {
            return Usage($"'{PathOf(command)}' needs to know what to do: {Listed(VerbsOf(command.Command))}.", command);
        }

        return parsed.Errors.Count > 0 ? OfSymbol(parsed.Errors[0], command) : null;
    }

    // What stands behind '--' is meant as it is, whatever it looks like.
    private static IEnumerable<string> Positional(ParseResult parsed)
    {
        var literal = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Where(token => !literal.Contains(token))
            .Select(token => token.Value);
    }

    private static bool LooksLikeOption(string token) => token.Length > 1 && token[0] == '-';

    private static LodgeError OfSymbol(ParseError error, CommandResult command)
    {
        var option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        if (option is not null)
        {
            var name = option.Option.Name;
            return option switch
            {
                { Option: Option<bool> } => Usage($"{name} takes no value.", command),
                { Tokens.Count: 0 } => Usage($"{name} needs a value: {name} {option.Option.HelpName}.", command),
                _ when option.Tokens.Count > option.Option.Arity.MaximumNumberOfValues => Usage($"{name} is there more than once.", command),
                _ => Usage(error.Message, command),
            };
        }

        var missing = command.Command.Arguments.FirstOrDefault(argument =>
            argument.Arity.MinimumNumberOfValues > (command.GetResult(argument)?.Tokens.Count ?? 0));
        return missing is not null
            ? Usage($"'{PathOf(command)}' needs {Article(missing.Name)} {missing.Name}.", command)
            : Usage(error.Message, command);
    }

    private static LodgeError UnknownVerb(string word, CommandResult command)
    {
        var near = Suggestion.For(word, VerbsOf(command.Command).SelectMany(verb => verb.Aliases.Prepend(verb.Name)));
        return near is null
            ? Usage($"'{word}' is not a {PathOf(command)} command.", command)
            : new LodgeError(
                ErrorCode.InvalidArgument,
                $"{word} is not a {PathOf(command)} command. Did you mean {near}?",
                $"Try: {PathOf(command)} {near}");
    }

    private static LodgeError UnknownOption(string token, CommandResult command)
    {
        var word = token.Split('=')[0];
        var known = command.Command.Options.Concat(GlobalOptions.All)
            .Where(option => !option.Hidden)
            .SelectMany(option => option.Aliases.Prepend(option.Name));
        var hint = Suggestion.For(word, known) is { } near ? $" Did you mean {near}?" : "";
        return Usage($"{word} is not an option of {PathOf(command)}.{hint}", command);
    }

    private static LodgeError Usage(string message, CommandResult command) =>
        new(ErrorCode.InvalidArgument, message, $"See: {PathOf(command)} --help");

    private static IEnumerable<Command> VerbsOf(Command command) => command.Subcommands.Where(verb => !verb.Hidden);

    private static string Listed(IEnumerable<Command> verbs) => string.Join(", ", verbs.Select(verb => verb.Name));

    private static string PathOf(CommandResult command) => CommandPath.Of(command);

    private static string Article(string name) => "AEIO".Contains(name[0]) ? "an" : "a";
}
