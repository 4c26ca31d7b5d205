using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Networks;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Rendering.Networks;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network bridge-host</c></summary>
internal static class HostBridgeCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = NetworkArgument.Text("INTERFACE", "The interface of the host, such as eth0.");
        var bridge = Opt.Text("--bridge", "NAME", "Name of the bridge; the first free one of br0, br1 and so on if not given.");
        var network = Opt.Text("--network", "NAME", "Name of the network that guests use it by; the bridge's if not given.");
        var within = Opt.Duration("--confirm-within", "How long there is to confirm it, 1s to 1h; 30s if not given.");
        var dry = Opt.Flag("--dry-run", "Only show what would be done and written.", "--show");
        var yes = Opt.Flag("--yes", "Keep it without asking, as soon as those who are asked have answered.", "-y");
        var verb = new Verb("bridge-host", "Put guests on the host's own network, by a bridge over an interface of the host.")
        {
            Notes = """
                The bridge takes over the interface's addresses and routes at once; connections go on. When a gateway does not answer
                over it, or nobody confirms it in time, or lodged or the connection to it breaks, the interface gets everything back.
                Once confirmed, the files of systemd-networkd, netplan, ifupdown or NetworkManager that make it again at boot are written
                as shown.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge network bridge-host eth0 --dry-run", "what would be done, and each file as it would change"),
                new("lodge network bridge-host eth0", "make br0 over eth0; Enter keeps it"),
                new("lodge network bridge-host eth0 --network office --confirm-within 2m", "guests use it by the network 'office'"),
                new("lodge network bridge-host undo eth0", "eth0 has everything back"),
            ],
        };
        verb.Add(name);
        verb.Add(bridge);
        verb.Add(network);
        verb.Add(within);
        verb.Add(dry);
        verb.Add(yes);
        verb.Add(HostBridgeStateCommands.List());
        verb.Add(HostBridgeStateCommands.Confirm());
        verb.Add(HostBridgeStateCommands.Undo());
        verb.Handler = async (cli, cancellationToken) =>
        {
            var wish = new HostBridgeWish
            {
                Interface = cli.Get(name)!,
                Bridge = cli.Get(bridge),
                Network = cli.Get(network),
                ConfirmWithin = cli.Get(within)?.TotalSeconds,
            };
            return cli.Get(dry) ? await ShowAsync(cli, wish, cancellationToken) : await MakeAsync(cli, wish, cli.Get(yes), cancellationToken);
        };
        return verb;
    }

    private static async Task<ExitStatus> ShowAsync(Invocation cli, HostBridgeWish wish, CancellationToken cancellationToken)
    {
        var plan = await cli.Client.HostBridges.PlanAsync(wish, cancellationToken);
        cli.Output.Result(plan, ApiJson.Default.HostBridgePlan, () => HostBridgeText.Plan(plan, cli.Output.Style) + Commands(plan));
        return ExitStatus.Ok;
    }

    private static async Task<ExitStatus> MakeAsync(Invocation cli, HostBridgeWish wish, bool yes, CancellationToken cancellationToken)
    {
        var plan = await cli.Client.HostBridges.PlanAsync(wish, cancellationToken);
        if (!cli.Output.IsJson)
        {
            cli.Output.Data(HostBridgeText.Plan(plan, cli.Output.Style));
        }

        if (IsForNetworkManager(plan))
        {
            cli.Output.Notice(Commands(plan).TrimEnd('\n'));
            throw new LodgeException(
                ErrorCode.Unsupported, $"NetworkManager runs {plan.Interface} by a connection that is in no keyfile, and Lodge cannot have it make the bridge again; nothing was done.", "These lines have it make the bridge itself.");
        }

        var made = await cli.Client.HostBridges.MakeAsync(wish with { Bridge = plan.Bridge, Network = plan.Network }, cancellationToken);
        var answered = made.Answered is { } who ? $"{string.Join(", ", who)} {(who.Count == 1 ? "answers" : "answer")}" : "nobody could be asked";
        if (!yes && !(cli.Host.Io.InputIsTerminal && !cli.Output.IsJson))
        {
            cli.Output.Done(
                made,
                ApiJson.Default.HostBridge,
                $"{made.Bridge} has what {made.Interface} had, and {answered}. Keep it: lodge network bridge-host confirm {made.Interface}");
            return ExitStatus.Ok;
        }

        cli.Output.Notice($"{made.Bridge} has what {made.Interface} had, and {answered}.");
        if (!yes)
        {
            await HostBridgeConfirmation.AskAsync(cli, made, cancellationToken);
        }

        var kept = await cli.Client.HostBridges.ConfirmAsync(made.Interface, cancellationToken);
        HostBridgeStateCommands.Kept(cli, kept);
        if (plan is { Commands.Count: > 0, Files.Count: > 0 })
        {
            cli.Output.Notice($"The files take effect at the next boot; at once by: {string.Join("; ", plan.Commands)}");
        }

        return ExitStatus.Ok;
    }

    // Only it can do it, where there is no file that Lodge could write.
    private static bool IsForNetworkManager(HostBridgePlan plan) => plan is { Owner: HostNetworkOwner.NetworkManager, Files.Count: 0 };

    private static string Commands(HostBridgePlan plan) => plan.Commands.Count == 0
        ? ""
        : $"\n{(IsForNetworkManager(plan) ? "To type, for NetworkManager to make it:" : "The files take effect at the next boot; at once by:")}\n"
            + string.Concat(plan.Commands.Select(line => $"{Printable.Text(line)}\n"));
}
