using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Networks;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Networks;
using Lodge.Model.Networks;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network forward</c></summary>
internal static class NetworkForwardCommand
{
    /// <summary>The command.</summary>
    public static Verb Create() => new("forward", "Have ports of the host lead to guests.")
    {
        List(),
        Add(),
        Remove(),
    };

    private static Verb List()
    {
        var name = NetworkArgument.One();
        var verb = new Verb("list", "List a network's port forwards.")
        {
            Completes = Completes.Network,
            Examples = [new("lodge network forward list default", "which ports lead where")],
        };
        verb.Aliases.Add("ls");
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var network = await cli.Client.Networks.GetAsync(cli.Get(name)!, cancellationToken);
            var forwards = (network.Runtime?.Definition ?? network.Definition).Forwards ?? [];
            if (!cli.Output.IsJson && forwards.Count == 0)
            {
                cli.Output.Notice($"{network.Name} has no port forwards. 'lodge network forward add {network.Name} 2222 VM:22' makes one.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(forwards, ApiJson.Default.IReadOnlyListPortForward, () => ForwardTable.Render(forwards, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Add()
    {
        var name = NetworkArgument.One();
        var ports = NetworkArgument.Text("PORT", "Port of the host, or FIRST-LAST; udp/PORT for UDP.");
        var target = NetworkArgument.Text("GUEST", "VM:PORT or ADDRESS:PORT; the host's port without one.");
        var address = Opt.Text("--address", "ADDRESS", "Address of the host that listens; all if not given.");
        var verb = new Verb("add", "Have a port of the host lead to a guest, at once and from now on.")
        {
            Completes = Completes.Network,
            Notes = "A VM is followed to whatever address it has. Connections that exist are left alone.",
            Examples =
            [
                new("lodge network forward add default 2222 web1:22", "ssh -p 2222 HOST ends at web1"),
                new("lodge network forward add default udp/53 10.7.0.5", "UDP, to an address"),
                new("lodge network forward add default 8000-8010 web1:80", "eleven ports, in step"),
                new("lodge network forward add default 443 web1 --address 198.51.100.2", "on one address of the host"),
            ],
        };
        verb.Add(name);
        verb.Add(ports);
        verb.Add(target);
        verb.Add(address);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var forward = ForwardSpec.Of(cli.Get(ports)!, cli.Get(target)!, null, cli.Get(address));
            var network = await cli.Client.Networks.AddForwardAsync(cli.Get(name)!, forward, cancellationToken);
            cli.Output.Done(network, ApiJson.Default.Network, $"{ForwardSpec.Text(forward)}{(network.IsActive ? "" : $", as soon as {network.Name} runs")}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Remove()
    {
        var name = NetworkArgument.One();
        var ports = NetworkArgument.Text("PORT", "First port of the host; udp/PORT for UDP.");
        var address = Opt.Text("--address", "ADDRESS", "Address of the host, when the forward names one.");
        var verb = new Verb("remove", "Take a port forward away.")
        {
            Completes = Completes.Network,
            Examples = [new("lodge network forward remove default 2222", "the host's port 2222 leads nowhere any more")],
        };
        verb.Aliases.Add("rm");
        verb.Add(name);
        verb.Add(ports);
        verb.Add(address);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (protocol, port, _) = ForwardSpec.Ports(cli.Get(ports)!);
            var network = await cli.Client.Networks.RemoveForwardAsync(
                cli.Get(name)!, port, protocol ?? TransportProtocol.Tcp, cli.Get(address), cancellationToken);
            cli.Output.Done(network, ApiJson.Default.Network, $"{cli.Get(ports)} leads nowhere any more.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
