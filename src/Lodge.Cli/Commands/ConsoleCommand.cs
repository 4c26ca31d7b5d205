using Lodge.Cli.App;
using Lodge.Cli.Consoles;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge console</c></summary>
internal static class ConsoleCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var device = Opt.Text("--device", "ALIAS", "Another serial port, or a virtio console; 'lodge devices' lists them.");
        var readOnly = Opt.Flag("--read-only", "Only watch; leave the keyboard to others.");
        var take = Opt.Flag("--take", "Take the keyboard from whoever has it.");
        var sendSize = Opt.Flag("--send-size", "Type 'stty rows R cols C' into the guest, now and when the terminal changes.");
        var stay = Opt.Duration("--for", "Without a terminal: how long to stay after the input has ended.");
        var until = Opt.Text("--until", "TEXT", "Leave when TEXT has appeared, lately or from now on.");
        var verb = new Verb("console", "Work at a VM's serial console; Ctrl-] leaves.")
        {
            Group = VerbGroup.Watch,
            Completes = Completes.LiveVm,
            Notes = """
                What the guest printed lately comes first. Several people can watch; one has the keyboard.
                A serial line has no size: full-screen programs in the guest assume 80 columns and 24 rows,
                unless 'stty' tells them. --send-size types that command, so use it at a shell prompt only.
                A port other than the first shows what came since somebody first opened it.
                Without a terminal, the input is sent, and the console stays open until the VM stops, or --for.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge console web1", "log in; Ctrl-] leaves"),
                new("lodge console web1 --read-only", "watch"),
                new("lodge console web1 --device console0", "at a virtio console"),
                new("echo uptime | lodge console web1 --for 2s", "send a line, print what comes within 2 s"),
                new("lodge console web1 --read-only --until 'login:'", "watch until it has booted"),
            ],
        };
        verb.Add(name);
        verb.Add(device);
        verb.Add(readOnly);
        verb.Add(take);
        verb.Add(sendSize);
        verb.Add(stay);
        verb.Add(until);
        verb.Handler = (cli, cancellationToken) => cli.Get(readOnly) && (cli.Get(take) || cli.Get(sendSize))
            ? throw new LodgeException(ErrorCode.InvalidArgument, "--read-only cannot go with --take or --send-size.", "Choose one.")
            : ConsoleAttachment.RunAsync(
                cli,
                cli.Get(name)!,
                new ConsoleWishes
                {
                    Device = cli.Get(device),
                    ReadOnly = cli.Get(readOnly),
                    Take = cli.Get(take),
                    SendSize = cli.Get(sendSize),
                    For = cli.Get(stay),
                    Until = cli.Get(until),
                },
                cancellationToken);
        return verb;
    }
}
