using System.CommandLine;
using Lodge.Cli.Completion;
using Lodge.Cli.Help;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;

namespace Lodge.Cli.App;

/// <summary>Carries out one command line, and turns whatever happens into an exit status.</summary>
internal static class CommandLineApp
{
    /// <summary>Runs the program.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <param name="host">The surroundings.</param>
    /// <param name="cancellationToken">Ends the work like Ctrl-C.</param>
    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        if (args is [Completer.Verb, .. var words])
        {
            await Completer.RunAsync(words, host, cancellationToken);
            return (int)ExitStatus.Ok;
        }

        var parsed = CommandTree.Create().Parse(Normalized(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        using var invocation = new Invocation(host, parsed);
        try
        {
            var status = await DispatchAsync(parsed, invocation, cancellationToken);
            invocation.Output.Flush();
            return (int)status;
        }
        catch (LodgeException e)
        {
            return (int)invocation.Output.Fail(e.Error);
        }
        catch (OperationCanceledException)
        {
            return (int)ExitStatus.Interrupted;
        }
        catch (IOException e)
        {
            return (int)OfBrokenStream(e, invocation);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or NotSupportedException)
        {
            return (int)invocation.Output.Fail(new LodgeError(ErrorCode.FileNotAccessible, e.Message));
        }
    }

    private static Task<ExitStatus> DispatchAsync(ParseResult parsed, Invocation invocation, CancellationToken cancellationToken)
    {
        var command = parsed.CommandResult;
        if (parsed.GetValue(GlobalOptions.Help) || (command.Command == parsed.RootCommandResult.Command && parsed.Tokens.Count == 0))
        {
            var style = invocation.Output.Style;
            invocation.Output.Data(HelpText.Render(CommandPath.Of(command), command.Command, style));
            return Task.FromResult(ExitStatus.Ok);
        }

        if (ParseProblem.Find(parsed) is { } problem)
        {
            throw new LodgeException(problem);
        }

        return ((Verb)command.Command).Handler!(invocation, cancellationToken);
    }

    // 'lodge help start' and 'lodge --version' are what people try first.
    private static string[] Normalized(string[] args) => args switch
    {
        ["help", .. var verb] => [.. verb, "--help"],
        ["--version"] => ["version"],
        _ => args,
    };

    // A reader such as 'head' that has seen enough is no failure; EPIPE is 32 on Linux.
    private static ExitStatus OfBrokenStream(IOException e, Invocation invocation)
    {
        const int brokenPipe = 32;
        return e.HResult == brokenPipe
            ? ExitStatus.Ok
            : invocation.Output.Fail(new LodgeError(ErrorCode.FileNotAccessible, e.Message));
    }
}
