using Lodge.Cli.App;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network</c></summary>
internal static class NetworkCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("network", "Make, change and look at networks that VMs are plugged into.")
        {
            Group = VerbGroup.Host,
        };
        verb.Aliases.Add("net");
        verb.Add(NetworkListCommand.Create());
        verb.Add(NetworkCreateCommand.Create());
        verb.Add(NetworkInfoCommand.Create());
        verb.Add(NetworkEditCommand.Create());
        verb.Add(NetworkStateCommands.Start());
        verb.Add(NetworkStateCommands.Stop());
        verb.Add(NetworkStateCommands.Delete());
        verb.Add(NetworkAutostartCommand.Create());
        verb.Add(NetworkLeasesCommand.Create());
        verb.Add(NetworkForwardCommand.Create());
        verb.Add(NetworkDnsCommand.Create());
        verb.Add(NetworkRepairCommand.Create());
        verb.Add(HostBridgeCommand.Create());
        return verb;
    }
}
