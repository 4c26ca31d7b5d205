using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;
using Lodge.Model.Firewall;

namespace Lodge.Cli.Commands.Firewall;

/// <summary><c>lodge firewall drops</c></summary>
internal static class FirewallDropsCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var verb = new Verb("drops", "Count what the firewall has dropped of a running VM's network cards.")
        {
            Completes = Completes.AnyVm,
            Notes = """
                FORGED: what the guest sent with a MAC or IP address that is not its own, or as a DHCP server or router.
                REFUSED: what no security group and no network filter of the card allows, either way. Since the card was
                plugged in.
                """.ReplaceLineEndings("\n"),
            Examples = [new("lodge firewall drops web1", "why web1 is not heard")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var drops = await cli.Client.Networks.ListDropsAsync(cli.Get(name)!, cancellationToken);
            if (!cli.Output.IsJson && drops.Count == 0)
            {
                cli.Output.Notice($"{cli.Get(name)} has no card now that the firewall looks after.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(drops, ApiJson.Default.IReadOnlyListNicDrops, () => Table(drops, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static string Table(IReadOnlyList<NicDrops> drops, Style style)
    {
        var table = new Table(style, "NIC", "INTERFACE", ">FORGED", ">REFUSED");
        foreach (var card in drops)
        {
            table.Add(card.Alias, card.Interface, card.Forged.ToString(CultureInfo.InvariantCulture), card.Refused.ToString(CultureInfo.InvariantCulture));
        }

        return table.ToString();
    }
}
