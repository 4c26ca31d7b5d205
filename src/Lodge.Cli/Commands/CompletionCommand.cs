using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Completion;
using Lodge.Model.Errors;
using Lodge.Model.Text;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge completion</c></summary>
internal static class CompletionCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish.", Arity = ArgumentArity.ExactlyOne };
        var verb = new Verb("completion", "Print a script that completes commands, options and VM names.")
        {
            Group = VerbGroup.Host,
            Completes = Completes.Shell,
            Examples =
            [
                new("source <(lodge completion bash)", "in ~/.bashrc"),
                new("source <(lodge completion zsh)", "in ~/.zshrc, after compinit"),
                new("lodge completion fish | source", "in ~/.config/fish/config.fish"),
            ],
        };
        verb.Add(shell);
        verb.Handler = (cli, _) =>
        {
            cli.Output.Data(ScriptFor(cli.Get(shell)!));
            return Task.FromResult(ExitStatus.Ok);
        };
        return verb;
    }

    private static string ScriptFor(string shell)
    {
        if (CompletionScripts.For(shell) is { } script)
        {
            return script;
        }

        var hint = Suggestion.For(shell, CompletionScripts.Shells) is { } near ? $" Did you mean {near}?" : "";
        throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"There is no completion for the shell '{shell}'.{hint}",
            $"There is for {string.Join(", ", CompletionScripts.Shells)}.");
    }
}
