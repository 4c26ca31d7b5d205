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
        var scope = new ScopeOptions();
        var verb = new Verb("eject", "Take the medium out of a CD-ROM or floppy drive.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Notes = "A guest that has locked the tray has to let go of the medium first.",
            Examples = [new("lodge eject web1", "the only drive"), new("lodge eject web1 sda", "by its name")],
        };
        verb.Add(name);
        verb.Add(device);
        scope.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            await Drive.ChangeAsync(
                cli,
                cli.Get(name)!,
                cli.Get(device),
                scope.Of(cli),
                drive => drive with { Source = null, Format = null, Tray = null },
                drive => $"{drive} is empty.",
                cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
