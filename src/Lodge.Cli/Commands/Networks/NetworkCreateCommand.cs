using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Editing;
using Lodge.Cli.Networks;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Networks;
using Lodge.Model.Errors;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network create</c></summary>
internal static class NetworkCreateCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = NetworkArgument.Text("NAME", "Name of the network.");
        var options = new NetworkOptions();
        var set = Opt.Texts("--set", "PATH=VALUE", "Any field of the definition, such as mtu=9000 or isolatedPorts=true.");
        var file = Opt.Text("--file", "FILE", "The whole definition from FILE, or - for standard input, instead of options.");
        var noStart = Opt.Flag("--no-start", "Do not start it yet.");
        var transient = Opt.Flag("--transient", "Forget the network when it stops.");
        var verb = new Verb("create", "Make a network and start it.")
        {
            Notes = """
                Modes: nat, guests go out with the host's address; routed, with their own; isolated, not at all; open,
                somebody else's firewall decides; bridge, guests are on a bridge that the host has; macvtap, they share
                an interface of the host. When starting fails, nothing is created.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge network create lab", "NAT and DHCP, on a subnet that is free"),
                new("lodge network create lab --subnet 10.7.0.1/24 --dhcp 10.7.0.10-10.7.0.99 --domain lab.example.org", "on one of your choice"),
                new("lodge network create lab --subnet 10.7.0.1/24 --subnet fd00:7::1/64 --forward 2222:web1:22", "IPv6 too, and a way in"),
                new("lodge network create backend --mode isolated --subnet 10.8.0.1/24", "guests and host only"),
                new("lodge network create dmz --mode routed --subnet 203.0.113.1/28 --interface eth0 --tenant acme", "addresses of their own"),
                new("lodge network create office --mode bridge --bridge br0", "where the host is"),
                new("lodge network create wire --mode macvtap --interface eth1 --sharing private", "an interface to share"),
            ],
        };
        verb.Add(name);
        options.AddTo(verb);
        verb.Add(set);
        verb.Add(file);
        verb.Add(noStart);
        verb.Add(transient);
        verb.Handler = async (cli, cancellationToken) =>
        {
            if (cli.Get(transient) && cli.Get(noStart))
            {
                throw Wrong("--transient and --no-start exclude each other: a transient network exists only while it runs.");
            }

            var (json, flexible) = cli.Get(file) is { } path
                ? (await FromFileAsync(cli, path, options, cancellationToken), false)
                : FromOptions(cli.Get(name)!, options.Of(cli), cli.Get(set) ?? []);
            var request = DefinitionRequest.Of(json, ("flexible", flexible), ("start", !cli.Get(noStart)), ("transient", cli.Get(transient)));
            var network = await cli.Client.Networks.CreateAsync(request, cancellationToken);
            cli.Output.Done(network, ApiJson.Default.Network, NetworkText.Created(network));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static (byte[] Json, bool Flexible) FromOptions(string name, NetworkWishes wishes, string[] assignments)
    {
        var (definition, flexible) = NetworkPlan.Make(name, wishes);
        return (FieldEdit.Assigned(definition, ApiJson.Default.NetworkDefinition, assignments), flexible);
    }

    private static Task<byte[]> FromFileAsync(Invocation cli, string path, NetworkOptions options, CancellationToken cancellationToken) =>
        options.AreUsed(cli)
            ? throw Wrong("--file and options that say what the network shall be exclude each other.")
            : InputFile.ReadAsync(cli, path, cancellationToken);

    private static LodgeException Wrong(string message) => new(ErrorCode.InvalidArgument, message, "See: lodge network create --help");
}
