using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge screenshot</c></summary>
internal static class ScreenshotCommand
{
    private const string StandardOutput = "-";

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var file = new Argument<string?>("FILE")
        {
            Description = "Where to, or - for standard output; NAME.png when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var screen = Opt.Count("--screen", "N", "Which screen; 0 is the first.", 0, 255);
        var verb = new Verb("screenshot", "Take a picture of a guest's screen, as PNG.")
        {
            Group = VerbGroup.Watch,
            Completes = Completes.LiveVm,
            Notes = "A file that is there already is overwritten. The VM needs a display: its 'graphics'.",
            Examples =
            [
                new("lodge screenshot web1", "to web1.png"),
                new("lodge screenshot web1 /tmp/now.png", "to a file of your own"),
                new("lodge screenshot web1 - | display", "to another program"),
            ],
        };
        verb.Add(name);
        verb.Add(file);
        verb.Add(screen);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var picture = await cli.Client.Panel.CaptureAsync(cli.Get(name)!, cli.Get(screen) ?? 0, cancellationToken);
            await WriteAsync(cli, cli.Get(file) ?? $"{cli.Get(name)}.png", picture, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static async Task WriteAsync(Invocation cli, string file, byte[] picture, CancellationToken cancellationToken)
    {
        if (file == StandardOutput)
        {
            await cli.Host.Io.OutputBytes.WriteAsync(picture, cancellationToken);
            return;
        }

        var path = Path.GetFullPath(file, cli.Host.Folder);
        try
        {
            await File.WriteAllBytesAsync(path, picture, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible, $"The picture cannot be written: {failure.Message}", "Name a file in a folder that you may write to.", failure);
        }

        cli.Output.Done($"The picture is in {path}.");
    }
}
