using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Changes;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge eject</c></summary>
internal static class EjectCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var device = new Argument<string?>("DRIVE") { Description = "Name or alias of the drive; may be left out when there is one only.", Arity = ArgumentArity.ZeroOrOne };
        var (scope, tray) = (new ScopeOptions(), new TrayOptions());
        var verb = new Verb("eject", "Take the medium out of a CD-ROM or floppy drive.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Notes = """
                A guest that uses the medium has locked the tray, and is asked to let go. If it does not in time, the
                medium stays, and the status is 4; --force takes it away all the same.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge eject web1", "the only drive"),
                new("lodge eject web1 sda", "by its name"),
                new("lodge eject web1 sda --force", "whatever the guest does with it"),
            ],
        };
        verb.Add(name);
        verb.Add(device);
        scope.AddTo(verb);
        tray.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            await Drive.ChangeAsync(
                cli,
                cli.Get(name)!,
                cli.Get(device),
                scope.Of(cli),
                tray.Of(cli),
                drive => drive with { Source = null, Format = null, Tray = null },
                drive => $"{drive} is empty.",
                cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
