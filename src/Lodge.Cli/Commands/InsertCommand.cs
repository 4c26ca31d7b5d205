using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Changes;
using Lodge.Cli.Work;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge insert</c></summary>
internal static class InsertCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var device = DeviceArgument.One("Name or alias of the drive.");
        var file = new Argument<string>("FILE") { Description = "The image, a file of the host.", Arity = ArgumentArity.ExactlyOne };
        var (scope, tray) = (new ScopeOptions(), new TrayOptions());
        var verb = new Verb("insert", "Put a medium into a CD-ROM or floppy drive, in the place of the one that is there.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Examples = [new("lodge insert web1 sda /srv/debian.iso", "by the drive's name")],
        };
        verb.Add(name);
        verb.Add(device);
        verb.Add(file);
        scope.AddTo(verb);
        tray.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var source = new FileDiskSource { Path = HostPath.Absolute(cli, cli.Get(file)!) };
            await Drive.ChangeAsync(
                cli,
                cli.Get(name)!,
                cli.Get(device),
                scope.Of(cli),
                tray.Of(cli),
                drive => drive with { Source = source, Format = null, Tray = null },
                drive => $"{source.Path} is in {drive}.",
                cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
