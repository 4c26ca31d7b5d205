using Lodge.Cli.Commands;
using Lodge.Cli.Commands.Checkpoints;
using Lodge.Cli.Commands.Disks;
using Lodge.Cli.Commands.Firewall;
using Lodge.Cli.Commands.Images;
using Lodge.Cli.Commands.Networks;
using Lodge.Cli.Commands.Nics;
using Lodge.Cli.Commands.Snapshots;
using Lodge.Cli.Commands.Storage;

namespace Lodge.Cli.App;

/// <summary>The grammar: one line a command, in the order of the overview.</summary>
internal static class CommandTree
{
    /// <summary>The whole tree, made anew.</summary>
    public static Verb Create()
    {
        var root = new Verb("lodge", "Run virtual machines.")
        {
            LaunchCommand.Create(),
            DefineCommand.Create(),
            EditCommand.Create(),
            SetCommand.Create(),
            AttachCommand.Create(),
            DetachCommand.Create(),
            NicCommand.Create(),
            InsertCommand.Create(),
            EjectCommand.Create(),
            RenameCommand.Create(),
            DeleteCommand.Create(),
            ImageCommand.Create(),
            VolumeCommand.Create(),
            DiskCommand.Create(),
            StartCommand.Create(),
            StopCommand.Create(),
            RebootCommand.Create(),
            ResetCommand.Create(),
            KillCommand.Create(),
            PauseCommand.Create(),
            ResumeCommand.Create(),
            SaveCommand.Create(),
            RestoreCommand.Create(),
            SnapshotCommand.Create(),
            CheckpointCommand.Create(),
            NmiCommand.Create(),
            DumpCommand.Create(),
            ExecCommand.Create(),
            SshCommand.Create(),
            AgentCommand.Create(),
            ListCommand.Create(),
            InfoCommand.Create(),
            DevicesCommand.Create(),
            ConsoleCommand.Create(),
            ScreenshotCommand.Create(),
            SendKeyCommand.Create(),
            LogCommand.Create(),
            EventsCommand.Create(),
            JobsCommand.Create(),
            NetworkCommand.Create(),
            FirewallCommand.Create(),
            PoolCommand.Create(),
            HostCommand.Create(),
            CompletionCommand.Create(),
            VersionCommand.Create(),
        };
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }

        return root;
    }
}
