using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering.Storage;
using Lodge.Cli.Storage;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge volume info</c></summary>
internal static class VolumeInfoCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var which = StorageArgument.Volume();
        var verb = new Verb("info", "Show everything about a volume: its layout, what it is based on, who needs it.")
        {
            Completes = Completes.Volume,
            Examples = [new("lodge volume info web1.qcow2", "in the pool 'default'"), new("lodge volume info fast/web1.qcow2", "in another")],
        };
        verb.Add(which);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (pool, name) = StorageArgument.VolumeOf(cli, which);
            var volume = await cli.Client.Volumes.GetAsync(pool, name, cancellationToken);
            var users = cli.Output.IsJson ? [] : await cli.Client.Volumes.ListUsersAsync(pool, name, cancellationToken);
            cli.Output.Result(volume, ApiJson.Default.Volume, () => VolumeText.Details(volume, users, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
