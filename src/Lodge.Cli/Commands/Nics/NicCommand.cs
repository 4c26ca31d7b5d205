using System.CommandLine;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Devices;
using Lodge.Cli.App;
using Lodge.Cli.Changes;
using Lodge.Cli.Networks;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Networks;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Commands.Nics;

/// <summary><c>lodge nic</c></summary>
internal static class NicCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("nic", "Network cards of VMs: which network, which limits, which cable.")
        {
            Group = VerbGroup.Define,
        };
        verb.Add(List());
        verb.Add(Add());
        verb.Add(Set());
        verb.Add(Remove());
        return verb;
    }

    private static Verb List()
    {
        var name = VmArgument.One();
        var verb = new Verb("list", "List a VM's network cards with their addresses.")
        {
            Completes = Completes.AnyVm,
            Notes = "DROPPED counts frames that the firewall has dropped since the card was plugged in; see 'lodge firewall drops'.",
            Examples = [new("lodge nic list web1", "what they are plugged into, and who is known there")],
        };
        verb.Aliases.Add("ls");
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var vm = await cli.Client.GetVmAsync(cli.Get(name)!, cancellationToken);
            if (!cli.Output.IsJson && vm.CurrentDefinition.Nics.Count == 0)
            {
                cli.Output.Notice($"{vm.Name} has no network card. 'lodge nic add {vm.Name} --network default' adds one.");
                return ExitStatus.Ok;
            }

            var addresses = await cli.Client.Networks.ListAddressesAsync(vm.Id.ToString(), cancellationToken);
            var drops = cli.Output.IsJson ? [] : await cli.Client.Networks.ListDropsAsync(vm.Id.ToString(), cancellationToken);
            cli.Output.Result(addresses, ApiJson.Default.IReadOnlyListNicAddresses, () => NicTable.Render(vm, addresses, drops, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Add()
    {
        var name = VmArgument.One();
        var options = new NicOptions();
        var scope = new ScopeOptions();
        var verb = new Verb("add", "Plug another network card into a VM; a running one has it at once.")
        {
            Completes = Completes.AnyVm,
            Examples =
            [
                new("lodge nic add web1 --network backend", "on a network of Lodge's"),
                new("lodge nic add web1 --bridge br0 --mac 52:54:00:12:34:56", "on a bridge of the host"),
                new("lodge nic add web1 --network default --inbound 100Mbit --group web", "with a limit and a security group"),
            ],
        };
        verb.Add(name);
        options.AddTo(verb);
        scope.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var how = scope.Of(cli);
            if (!options.NamesPlace(cli))
            {
                throw new LodgeException(
                    ErrorCode.InvalidArgument, "'lodge nic add' needs what the card is plugged into.", "Add --network NAME, --bridge NAME, --macvtap NAME or --user.");
            }

            var body = JsonSerializer.SerializeToUtf8Bytes(new AnyDevice { Nic = options.Apply(cli, new NicDefinition()) }, ApiJson.Default.AnyDevice);
            var outcome = await cli.Client.Changes.AttachAsync(cli.Get(name)!, body, how, cancellationToken);
            OutcomeReport.Show(cli, outcome, $"{outcome.Vm.Name} has another network card{(outcome.Device is { } alias ? $": {alias}" : "")}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Set()
    {
        var (name, card) = (VmArgument.One(), Card());
        var options = new NicOptions();
        var scope = new ScopeOptions();
        var verb = new Verb("set", "Change a network card: its network, limits, groups, cable; a running VM has it at once.")
        {
            Completes = Completes.AnyVm,
            Notes = "A guest that is moved to another network keeps its address until it asks for a new one.",
            Examples =
            [
                new("lodge nic set web1 net0 --network backend", "to another network"),
                new("lodge nic set web1 net0 --link down", "pull the cable"),
                new("lodge nic set web1 net0 --inbound 10M,burst=4M --outbound none", "limit what it receives, not what it sends"),
                new("lodge nic set web1 52:54:00:12:34:56 --group web --group admin", "security groups, by the card's MAC address"),
            ],
        };
        verb.Add(name);
        verb.Add(card);
        options.AddTo(verb);
        scope.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var how = scope.Of(cli);
            if (!options.AreUsed(cli))
            {
                throw new LodgeException(ErrorCode.InvalidArgument, "Nothing is said of what to change.", "See: lodge nic set --help");
            }

            var vm = await cli.Client.GetVmForEditAsync(cli.Get(name)!, cancellationToken);
            var before = NicLookup.Find(vm, how, cli.Get(card));
            var outcome = await cli.Client.Changes.UpdateAsync(
                vm.Id.ToString(), before.Alias ?? before.Mac!, new AnyDevice { Nic = options.Apply(cli, before) }, how, vm.Revision, null, cancellationToken);
            OutcomeReport.Show(cli, outcome, $"{before.Alias ?? before.Mac} of {vm.Name} is changed.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Remove()
    {
        var (name, card) = (VmArgument.One(), Card());
        var patience = Opt.Duration("--timeout", "How long a running guest gets to release it; 10s if not given.");
        var scope = new ScopeOptions();
        var verb = new Verb("remove", "Take a network card away from a VM; a running guest is asked to release it.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge nic remove web1 net1", "by its alias; its MAC address will do too")],
        };
        verb.Aliases.Add("rm");
        verb.Add(name);
        verb.Add(card);
        verb.Add(patience);
        scope.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var how = scope.Of(cli);
            var vm = await cli.Client.GetVmAsync(cli.Get(name)!, cancellationToken);
            var found = NicLookup.Find(vm, how, cli.Get(card));
            var outcome = await cli.Client.Changes.DetachAsync(vm.Id.ToString(), found.Alias ?? found.Mac!, how, cli.Get(patience), cancellationToken);
            OutcomeReport.Show(cli, outcome, $"{vm.Name} is without {cli.Get(card)}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Argument<string> Card() => NetworkArgument.Text("NIC", "Alias or MAC address of the card, see 'lodge nic list'.");
}
