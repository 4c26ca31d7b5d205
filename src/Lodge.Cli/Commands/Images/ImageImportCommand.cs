using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Images;
using Lodge.Model.Vms.Platform;

namespace Lodge.Cli.Commands.Images;

/// <summary><c>lodge image import</c></summary>
internal sealed class ImageImportCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A disk on the daemon's host: raw, qcow2, vmdk, vhdx or vdi.", Arity = ArgumentArity.ExactlyOne };
    private readonly Option<string> _name = Opt.Text("--name", "NAME", "What the image shall be called, such as mine or acme/web.");
    private readonly Option<ImportFormat?> _format = Opt.Choice<ImportFormat>("--format", "The file's format; as its name ends if not given.");
    private readonly Option<string> _description = Opt.Text("--description", "TEXT", "One sentence for lists.");
    private readonly Option<string> _user = Opt.Text("--user", "NAME", "The user that cloud-init makes in it, and that 'lodge ssh' logs in as.");
    private readonly Option<FirmwareType?> _firmware = Opt.Choice<FirmwareType>("--firmware", "The firmware that it needs; any if not given.");
    private readonly WaitOptions _wait = new(withTimeout: true);

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("import", "Make an image from the file of a disk, which stays as it is.")
        {
            Completes = Completes.File,
            Notes = """
                The file is copied; what is not qcow2 is converted. Its name or --format says what it is: a raw disk that begins
                like qcow2 is refused unless --format raw is given, and then its bytes are taken as they are.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge image import web.qcow2 --name acme/web", "then: lodge launch acme/web web1"),
                new("lodge image import disk.img --name old --format raw", "when the name does not tell the format"),
            ],
        };
        new ImageImportCommand().Fill(verb);
        return verb;
    }

    private void Fill(Verb verb)
    {
        verb.Add(_file);
        _name.Required = true;
        foreach (var option in new Option[] { _name, _format, _description, _user, _firmware })
        {
            verb.Add(option);
        }

        _wait.AddTo(verb);
        verb.Handler = RunAsync;
    }

    private async Task<ExitStatus> RunAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var request = new ImportImage
        {
            Path = HostPath.Absolute(cli, cli.Get(_file)!),
            Name = cli.Get(_name)!,
            Format = cli.Get(_format),
            Description = cli.Get(_description),
            User = cli.Get(_user),
            Firmware = cli.Get(_firmware),
        };
        var job = await cli.Client.Images.ImportAsync(request, cancellationToken);
        await JobFollower.FollowAsync(cli, job, _wait.Of(cli), $"Image {job.Subject} is here.", true, cancellationToken);
        return ExitStatus.Ok;
    }
}
