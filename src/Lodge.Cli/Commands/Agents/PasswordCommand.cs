using System.CommandLine;
using System.Text;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;

namespace Lodge.Cli.Commands.Agents;

/// <summary><c>lodge agent password</c></summary>
internal static class PasswordCommand
{
    private const int Longest = 4096;

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var vm = VmArgument.One();
        var user = new Argument<string>("USER") { Description = "A user of the guest.", Arity = ArgumentArity.ExactlyOne };
        var hashed = Opt.Flag("--hashed", "What is read is a hash, as in /etc/shadow.");
        var verb = new Verb("password", "Set the password of a user of the guest.")
        {
            Completes = Completes.LiveVm,
            Notes = "The password is asked for, or read from what is piped in, up to the end of the line; never from the command line, which others can see.",
            Examples =
            [
                new("lodge agent password web1 root", "asks for it"),
                new("cat secret | lodge agent password web1 root", "from a file"),
            ],
        };
        verb.Add(vm);
        verb.Add(user);
        verb.Add(hashed);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var request = new SetGuestPassword
            {
                User = cli.Get(user)!,
                Password = await ReadAsync(cli, cancellationToken),
                Hashed = cli.Get(hashed),
            };
            await cli.Client.Agent.SetPasswordAsync(cli.Get(vm)!, request, cancellationToken);
            cli.Output.Done($"{request.User} of {cli.Get(vm)} has a new password.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static async Task<string> ReadAsync(Invocation cli, CancellationToken cancellationToken)
    {
        if (!cli.Host.Io.InputIsTerminal)
        {
            return await ReadLineAsync(cli, cancellationToken);
        }

        await cli.Host.Io.Error.WriteAsync("Password: ");
        using (cli.Host.Io.EnterRawMode())
        {
            var password = await ReadLineAsync(cli, cancellationToken);
            await cli.Host.Io.Error.WriteAsync("\r\n");
            return password;
        }
    }

    // At a terminal in raw mode Enter is a carriage return, Backspace is 127, and Ctrl-C is 3.
    private static async Task<string> ReadLineAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (line.Count < Longest && await cli.Host.Io.InputBytes.ReadAsync(one, cancellationToken) == 1 && one[0] is not ((byte)'\n' or (byte)'\r'))
        {
            if (one[0] == 3)
            {
                throw new OperationCanceledException();
            }

            if (one[0] != 127)
            {
                line.Add(one[0]);
            }
            else if (line.Count > 0)
            {
                line.RemoveAt(line.Count - 1);
            }
        }

        return line.Count > 0
            ? Encoding.UTF8.GetString([.. line])
            : throw new LodgeException(ErrorCode.InvalidArgument, "No password was given; nothing was changed.");
    }
}
