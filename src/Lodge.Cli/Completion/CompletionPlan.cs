using System.CommandLine;
using System.CommandLine.Completions;
using Lodge.Cli.App;

namespace Lodge.Cli.Completion;

/// <summary>Finds out from the words of a command line what may come next.</summary>
internal static class CompletionPlan
{
    /// <summary>What to offer.</summary>
    /// <param name="root">The grammar.</param>
    /// <param name="words">The words before the one being typed.</param>
    /// <param name="current">How that one begins.</param>
    public static (IReadOnlyList<Candidate> Fixed, Completes Dynamic) Make(Command root, IReadOnlyList<string> words, string current)
    {
        var (command, positions, pending) = Walk(root, words);
        if (pending is not null)
        {
            return (Starting(Values(pending), current), Named(pending));
        }

        if (current.StartsWith('-'))
        {
            return (Starting(Options(command), current), Completes.Nothing);
        }

        var verbs = positions == 0 ? command.Subcommands.Where(verb => !verb.Hidden).Select(Named) : [];
        return (Starting(verbs, current), DynamicOf(command, positions));
    }

    private static (Command Command, int Positions, Option? Pending) Walk(Command root, IReadOnlyList<string> words)
    {
        var (command, positions) = (root, 0);
        Option? pending = null;
        foreach (var word in words)
        {
            if (pending is not null)
            {
                // bash gives '--then=kill' in three words.
                pending = word == "=" ? pending : null;
            }
            else if (word.StartsWith('-'))
            {
                pending = OptionsOf(command).FirstOrDefault(option => option.Arity.MaximumNumberOfValues > 0
                    && (option.Name == word || option.Aliases.Contains(word)));
            }
            else if (positions == 0 && command.Subcommands.FirstOrDefault(verb => verb.Name == word || verb.Aliases.Contains(word)) is { } verb)
            {
                command = verb;
            }
            else
            {
                positions++;
            }
        }

        return (command, positions, pending);
    }

    private static Completes DynamicOf(Command command, int positions)
    {
        var takesMore = positions < command.Arguments.Sum(argument => argument.Arity.MaximumNumberOfValues);
        var kind = command is Verb verb ? verb.Completes : Completes.Nothing;
        var wants = kind is Completes.Image or Completes.Job or Completes.Network or Completes.SecurityGroup or Completes.File or Completes.Shell || command.Name == "rename" ? positions == 0 : takesMore;
        return wants ? kind : Completes.Nothing;
    }

    // Some options take names of what the daemon has.
    private static Completes Named(Option option) => option.Name switch
    {
        "--network" => Completes.Network,
        "--group" => Completes.SecurityGroup,
        _ => Completes.Nothing,
    };

    private static IEnumerable<Candidate> Options(Command command) => OptionsOf(command)
        .Where(option => !option.Hidden)
        .Select(option => new Candidate(option.Name, option.Description ?? ""));

    private static IEnumerable<Option> OptionsOf(Command command) => command.Options.Concat(GlobalOptions.All).Distinct();

    private static IEnumerable<Candidate> Values(Option option) =>
        option.GetCompletions(CompletionContext.Empty).Select(item => new Candidate(item.Label, ""));

    private static Candidate Named(Command verb) => new(verb.Name, verb.Description ?? "");

    private static List<Candidate> Starting(IEnumerable<Candidate> candidates, string current)
    {
        var prefix = current == "=" ? "" : current;
        return [.. candidates.Where(candidate => candidate.Text.StartsWith(prefix, StringComparison.Ordinal))];
    }
}

/// <summary>Something that may come next.</summary>
/// <param name="Text">The word.</param>
/// <param name="Meaning">What it is, for shells that show it.</param>
internal sealed record Candidate(string Text, string Meaning);
