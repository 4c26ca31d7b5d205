using Lodge.Cli.App;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge pool</c></summary>
internal static class PoolCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("pool", "Make, change and look at storage pools, which hold the disks of VMs.") { Group = VerbGroup.Host };
        verb.Add(PoolListCommand.Create());
        verb.Add(PoolCreateCommand.Create());
        verb.Add(PoolInfoCommand.Create());
        verb.Add(PoolFindCommand.Create());
        verb.Add(PoolEditCommand.Create());
        verb.Add(PoolStateCommands.Start());
        verb.Add(PoolStateCommands.Stop());
        verb.Add(PoolStateCommands.Refresh());
        verb.Add(PoolStateCommands.Build());
        verb.Add(PoolStateCommands.Delete());
        return verb;
    }
}
