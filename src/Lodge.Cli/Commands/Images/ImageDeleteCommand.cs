using Lodge.Cli.App;

namespace Lodge.Cli.Commands.Images;

/// <summary><c>lodge image delete</c></summary>
internal static class ImageDeleteCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = ImageCommand.Name();
        var verb = new Verb("delete", "Delete an image that no VM needs.")
        {
            Completes = Completes.Image,
            Examples = [new("lodge image delete debian/12", "refused while VMs read from it")],
        };
        verb.Aliases.Add("rm");
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            await cli.Client.Images.DeleteAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Done($"Image {cli.Get(name)} is deleted.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
