using Lodge.Cli.App;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge volume</c></summary>
internal static class VolumeCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("volume", "Make, copy, change and look at volumes: the disks in storage pools.");
        verb.Aliases.Add("vol");
        verb.Add(VolumeListCommand.Create());
        verb.Add(VolumeCreateCommands.Make());
        verb.Add(VolumeCreateCommands.Clone());
        verb.Add(VolumeInfoCommand.Create());
        verb.Add(VolumeChangeCommands.Resize());
        verb.Add(VolumeChangeCommands.Rebase());
        verb.Add(VolumeMoveCommand.Create());
        verb.Add(VolumeChangeCommands.Wipe());
        verb.Add(VolumeTransferCommands.Upload());
        verb.Add(VolumeTransferCommands.Download());
        verb.Add(VolumeChangeCommands.Delete());
        return verb;
    }
}
