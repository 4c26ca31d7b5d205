using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Networks;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network start</c>, <c>stop</c> and <c>delete</c></summary>
internal static class NetworkStateCommands
{
    /// <summary><c>lodge network start</c></summary>
    public static Verb Start()
    {
        var name = NetworkArgument.One();
        var verb = new Verb("start", "Start a network.")
        {
            Completes = Completes.Network,
            Examples = [new("lodge network start lab", "VMs that run with a card on it are plugged in again")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var network = await cli.Client.Networks.StartAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Done(network, ApiJson.Default.Network, $"{network.Name} is running.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge network stop</c></summary>
    public static Verb Stop()
    {
        var name = NetworkArgument.One();
        var force = Opt.Flag("--force", "Cut VMs off that are plugged in.");
        var verb = new Verb("stop", "Stop a network.")
        {
            Completes = Completes.Network,
            Examples =
            [
                new("lodge network stop lab", "refused while VMs are plugged in"),
                new("lodge network stop lab --force", "they run on, with the cable pulled"),
            ],
        };
        verb.Add(name);
        verb.Add(force);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var network = await cli.Client.Networks.StopAsync(cli.Get(name)!, cli.Get(force), cancellationToken);
            cli.Output.Done(network, ApiJson.Default.Network, $"{network.Name} is stopped{(network.Persistent ? "" : " and forgotten")}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge network delete</c></summary>
    public static Verb Delete()
    {
        var name = NetworkArgument.One();
        var force = Opt.Flag("--force", "Stop it first, and cut VMs off that are plugged in.");
        var verb = new Verb("delete", "Stop a network and forget it.")
        {
            Completes = Completes.Network,
            Examples =
            [
                new("lodge network delete lab", "refused while VMs are plugged in"),
                new("lodge network delete lab --force", "they run on, with the cable pulled"),
            ],
        };
        verb.Add(name);
        verb.Add(force);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var network = await cli.Client.Networks.GetAsync(cli.Get(name)!, cancellationToken);
            await DeleteAsync(cli, network, cli.Get(force), cancellationToken);
            cli.Output.Done($"{network.Name} is deleted.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    // A transient network is forgotten as soon as it stops.
    private static async Task DeleteAsync(Invocation cli, Network network, bool force, CancellationToken cancellationToken)
    {
        var id = network.Id.ToString();
        if (network.IsActive)
        {
            try
            {
                await cli.Client.Networks.StopAsync(id, force, cancellationToken);
            }
            catch (LodgeException inUse) when (!force && inUse.Error.Code == ErrorCode.InvalidState)
            {
                throw new LodgeException(
                    inUse.Error with { Remedy = inUse.Error.Remedy?.Replace("network stop", "network delete", StringComparison.Ordinal) }, inUse);
            }
        }

        if (network.Persistent)
        {
            await cli.Client.Networks.DeleteAsync(id, cancellationToken);
        }
    }
}
