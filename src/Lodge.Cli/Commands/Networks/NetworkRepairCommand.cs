using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Networks;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network repair</c></summary>
internal static class NetworkRepairCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = NetworkArgument.One();
        var verb = new Verb("repair", "Make again what a network lacks: its bridge, rules, DHCP server, the guests' cables.")
        {
            Completes = Completes.Network,
            Notes = "Says what was wrong. Rules of other programs are never touched; it says which of them are in the way.",
            Examples = [new("lodge network repair default", "after somebody has deleted its bridge")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var before = await cli.Client.Networks.CheckAsync(cli.Get(name)!, cancellationToken);
            var network = await cli.Client.Networks.RepairAsync(cli.Get(name)!, cancellationToken);
            foreach (var problem in before.Problems)
            {
                cli.Output.Notice($"  was wrong: {Printable.Text(problem)}");
            }

            foreach (var obstacle in before.Obstacles)
            {
                cli.Output.Notice($"  in the way: {Printable.Text(obstacle)}");
            }

            cli.Output.Done(
                network, ApiJson.Default.Network, before.Problems.Count == 0 ? $"{network.Name} lacked nothing." : $"{network.Name} is whole again.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
