using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Networks;

/// <summary>The options that say what a network card shall be, and change it.</summary>
internal sealed class NicOptions
{
    private readonly Option<string> _network = Opt.Text("--network", "NAME", "The network that it is plugged into.");
    private readonly Option<string> _portGroup = Opt.Text("--port-group", "NAME", "Which of the network's port groups; its default if not given.");
    private readonly Option<string> _bridge = Opt.Text("--bridge", "NAME", "A bridge of the host that it is plugged into.");
    private readonly Option<string> _macvtap = Opt.Text("--macvtap", "NAME", "An interface of the host that it shares.");
    private readonly Option<MacvtapSharing?> _sharing = Opt.Choice<MacvtapSharing>("--sharing", "How it shares that interface; bridge if not given.");
    private readonly Option<bool> _user = Opt.Flag("--user", "QEMU's own network: the guest reaches out, nobody reaches in.");
    private readonly Option<string> _mac = Opt.Text("--mac", "MAC", "Its MAC address.");
    private readonly Option<NicModel?> _model = Opt.Choice<NicModel>("--model", "The hardware that the guest sees.");
    private readonly Option<LinkState?> _link = Opt.Choice<LinkState>("--link", "Whether the cable is plugged in.");
    private readonly Option<string> _inbound = Opt.Text("--inbound", "RATE", "What the guest receives at most: 10M, 100Mbit, 10M,peak=20M,burst=4M, none.");
    private readonly Option<string> _outbound = Opt.Text("--outbound", "RATE", "What the guest sends at most.");
    private readonly Option<string[]> _groups = Opt.Texts("--group", "NAME", "Security group, as often as needed; none: all passes; default: the network's.");
    private readonly Option<int?> _vlan = Opt.Count("--vlan", "ID", "Its VLAN.", 1, 4094);
    private readonly Option<bool> _anySource = Opt.Flag("--allow-spoofing", "Let the guest send with others' addresses, as a router or balancer does.");

    private Option[] Places => [_network, _bridge, _macvtap, _user];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All())
        {
            command.Add(option);
        }
    }

    /// <summary>Whether any of them is given.</summary>
    public bool AreUsed(Invocation cli) => All().Any(cli.Has);

    /// <summary>Whether the command line says what the card is plugged into.</summary>
    public bool NamesPlace(Invocation cli) => Places.Any(cli.Has);

    /// <summary>The card with all that the command line says.</summary>
    /// <exception cref="LodgeException">Options exclude each other, or cannot be read.</exception>
    public NicDefinition Apply(Invocation cli, NicDefinition nic) => nic with
    {
        Source = SourceOf(cli) ?? nic.Source,
        Mac = cli.Get(_mac) ?? nic.Mac,
        Model = cli.Get(_model) ?? nic.Model,
        Link = cli.Get(_link) ?? nic.Link,
        Bandwidth = Limits(cli, nic.Bandwidth),
        Groups = Groups(cli.Get(_groups), nic.Groups),
        Vlan = cli.Get(_vlan) is { } vlan ? new VlanDefinition { Tags = [vlan] } : nic.Vlan,
        AntiSpoofing = cli.Get(_anySource) ? false : nic.AntiSpoofing,
    };

    private NicSource? SourceOf(Invocation cli)
    {
        var places = Places.Where(cli.Has).Select(option => option.Name).ToArray();
        return places.Length > 1
            ? throw new LodgeException(ErrorCode.InvalidArgument, $"{string.Join(" and ", places)} exclude each other.", "A card is plugged into one thing.")
            : cli switch
            {
                _ when cli.Get(_network) is { } network => new NetworkNicSource(network) { PortGroup = cli.Get(_portGroup) },
                _ when cli.Get(_bridge) is { } bridge => new BridgeNicSource(bridge),
                _ when cli.Get(_macvtap) is { } lower => new MacvtapNicSource(lower) { Sharing = cli.Get(_sharing) ?? MacvtapSharing.Bridge },
                _ when cli.Get(_user) => new UserNicSource(),
                _ => null,
            };
    }

    private BandwidthDefinition? Limits(Invocation cli, BandwidthDefinition? before)
    {
        var after = new BandwidthDefinition
        {
            Inbound = cli.Get(_inbound) is { } inbound ? RateSpec.Parse(inbound) : before?.Inbound,
            Outbound = cli.Get(_outbound) is { } outbound ? RateSpec.Parse(outbound) : before?.Outbound,
        };
        return after is { Inbound: null, Outbound: null } ? null : after;
    }

    private static IReadOnlyList<string>? Groups(string[]? given, IReadOnlyList<string>? before) => given switch
    {
        null or [] => before,
        ["none"] => [],
        ["default"] => null,
        _ => given,
    };

    private Option[] All() =>
    [
        _network, _portGroup, _bridge, _macvtap, _sharing, _user, _mac, _model, _link, _inbound, _outbound, _groups, _vlan, _anySource,
    ];
}
