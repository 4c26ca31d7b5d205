using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Ssh;
using Lodge.Cli.Work;
using Lodge.Model.Errors;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge ssh</c></summary>
internal sealed class SshCommand
{
    private readonly Argument<string> _name = VmArgument.One();
    private readonly Argument<string[]> _command = new("COMMAND") { Description = "What to run, after --; a shell if not given.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _user = Opt.Text("--user", "NAME", "Whom to log in as; the user that 'lodge launch' set up if not given.");

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("ssh", "Log in to a guest.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Notes = """
                Finds the guest's address, or the port of the host that leads to it, and starts the host's own ssh. The guest's
                keys come from its agent, past the network, so that nothing is asked and nobody can pretend to be it; where no
                agent answers, the keys that it shows first are kept. The exit status is that of ssh.
                """.ReplaceLineEndings("\n"),
            Examples = [new("lodge ssh web1", "a shell"), new("lodge ssh web1 -- uptime", "one command")],
        };
        new SshCommand().Fill(verb);
        return verb;
    }

    private void Fill(Verb verb)
    {
        verb.Add(_name);
        verb.Add(_command);
        verb.Add(_user);
        verb.Handler = RunAsync;
    }

    private async Task<ExitStatus> RunAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var vm = await cli.Client.GetVmAsync(cli.Get(_name)!, cancellationToken);
        if (!vm.Status.IsLive)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"{vm.Name} is {StateWords.Name(vm.Status.State)}.", $"Start it: lodge start {vm.Name}");
        }

        var target = await SshTarget.FindAsync(cli, vm, cancellationToken);
        var records = new SshRecords(cli);
        var keys = await HostKeys.ReadAsync(cli, vm, cancellationToken);
        await records.PrepareAsync(vm, keys, cancellationToken);
        var (user, identity) = await records.FindLoginAsync(vm, cancellationToken);
        var login = new SshLogin(cli.Get(_user) ?? user, identity);
        var arguments = target.Arguments(vm.Id.ToString(), records.KnownHostsOf(vm), keys.Count > 0, login, cli.Get(_command) ?? []);
        return (ExitStatus)await RunSshAsync(cli, arguments, cancellationToken);
    }

    private static async Task<int> RunSshAsync(Invocation cli, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var ssh = Process.Start(new ProcessStartInfo("ssh", arguments)) ?? throw new Win32Exception("no process was started");
            using var patience = cli.Host.Interrupts.Listen(() => { });
            await ssh.WaitForExitAsync(cancellationToken);
            return ssh.ExitCode;
        }
        catch (Win32Exception missing)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"The program 'ssh' cannot be run: {missing.Message}.", "Install it: apt-get install openssh-client", missing);
        }
    }
}
