using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge exec</c></summary>
internal sealed class ExecCommand
{
    private readonly Argument<string> _name = VmArgument.One();
    private readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "The program and its arguments, after --.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<TimeSpan?> _timeout = Opt.Duration("--timeout", "How long to wait for its end; for ever if not given.");
    private readonly Option<bool> _noInput = Opt.Flag("--no-input", "Give the program nothing to read.", "-n");
    private readonly Option<string[]> _env = Opt.Texts("--env", "NAME=VALUE", "A variable of its environment, which has no others then.");

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("exec", "Run a program in a guest, through its agent.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Notes = """
                What is piped in is read to its end, at most 640 KiB, and goes to the program; what it prints, at most
                16 MiB each, comes back when it has ended. The exit status is the program's own, or 128 and the number
                of the signal that ended it. When the program cannot be run it is 127 (there is none), 126 (it may not
                be run), or 125 for every other reason. Ctrl-C stops the waiting; the program goes on in the guest.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge exec web1 -- uname -a", "what kernel runs there"),
                new("lodge exec web1 -- sh -c 'df -h | grep /var'", "with a shell, for pipes and wildcards"),
                new("cat motd | lodge exec web1 --timeout 1m -- tee /etc/motd", "with input"),
            ],
        };
        new ExecCommand().Fill(verb);
        return verb;
    }

    private void Fill(Verb verb)
    {
        verb.Add(_name);
        verb.Add(_command);
        verb.Add(_timeout);
        verb.Add(_noInput);
        verb.Add(_env);
        verb.Handler = async (cli, cancellationToken) =>
        {
            try
            {
                return await RunAsync(cli, cancellationToken);
            }
            catch (LodgeException failure)
            {
                cli.Output.Fail(failure.Error);
                return (ExitStatus)GuestExitStatus.Of(failure.Error);
            }
        };
    }

    private async Task<ExitStatus> RunAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var words = cli.Get(_command)!;
        var request = new ExecuteInGuest
        {
            Command = new GuestCommand
            {
                Program = words[0],
                Arguments = words[1..],
                Environment = cli.Get(_env) is { Length: > 0 } environment ? environment : null,
                Input = await ReadInputAsync(cli, cancellationToken),
            },
            TimeoutSeconds = cli.Get(_timeout)?.TotalSeconds,
        };
        var result = await cli.Client.Agent.ExecuteAsync(cli.Get(_name)!, request, cancellationToken);
        if (cli.Output.IsJson)
        {
            cli.Output.Json(result, ApiJson.Default.GuestCommandResult);
            return (ExitStatus)GuestExitStatus.Of(result);
        }

        await cli.Host.Io.OutputBytes.WriteAsync(result.Output, cancellationToken);
        await cli.Host.Io.ErrorBytes.WriteAsync(result.ErrorOutput, cancellationToken);
        if (result.Truncated)
        {
            cli.Output.Notice("It printed more than the agent keeps; the rest is lost. Let it write a file, and fetch that with 'lodge agent read'.");
        }

        return (ExitStatus)GuestExitStatus.Of(result);
    }

    private async Task<byte[]?> ReadInputAsync(Invocation cli, CancellationToken cancellationToken)
    {
        if (cli.Get(_noInput) || cli.Host.Io.InputIsTerminal)
        {
            return null;
        }

        using var input = new MemoryStream();
        await cli.Host.Io.InputBytes.CopyToAsync(input, cancellationToken);
        return input.ToArray();
    }
}
