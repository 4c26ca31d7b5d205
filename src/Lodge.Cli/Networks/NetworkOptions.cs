using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Model.Networks;

namespace Lodge.Cli.Networks;

/// <summary>The options that say what a new network shall be.</summary>
internal sealed class NetworkOptions
{
    private const int SmallestMtu = 68;

    private readonly Option<NetworkMode?> _mode = Opt.Choice<NetworkMode>("--mode", "How guests reach what is outside; nat if not given.");
    private readonly Option<string[]> _subnets = Opt.Texts("--subnet", "ADDRESS/PREFIX", "The host's address in it, IPv4 or IPv6; one that is free if not given.");
    private readonly Option<string[]> _dhcp = Opt.Texts("--dhcp", "FIRST-LAST|none", "Addresses to lend; all that the host does not use if not given.");
    private readonly Option<string> _bridge = Opt.Text("--bridge", "NAME", "Interface of the bridge: the host's own with --mode bridge, else a name for Lodge's.");
    private readonly Option<string[]> _interfaces = Opt.Texts("--interface", "NAME", "Interface of the host: that guests share (macvtap), or that traffic leaves by.");
    private readonly Option<MacvtapSharing?> _sharing = Opt.Choice<MacvtapSharing>("--sharing", "How guests share it, with macvtap; bridge if not given.");
    private readonly Option<string> _domain = Opt.Text("--domain", "NAME", "Domain of guests' names, such as lab.example.org.");
    private readonly Option<string> _tenant = Opt.Text("--tenant", "NAME", "Whose it is; networks of different tenants do not reach each other.");
    private readonly Option<int?> _mtu = Opt.Count("--mtu", "BYTES", "Largest packet; the kernel's if not given.", SmallestMtu, ushort.MaxValue);
    private readonly Option<string[]> _forwards = Opt.Texts("--forward", "PORT:GUEST[:PORT]", "A port of the host that leads to a guest, such as 2222:web1:22.");
    private readonly Option<string[]> _groups = Opt.Texts("--group", "NAME", "Security group of cards that name none.");
    private readonly Option<string> _inbound = Opt.Text("--inbound", "RATE", "What all guests together receive at most, such as 10M or 100Mbit.");
    private readonly Option<string> _outbound = Opt.Text("--outbound", "RATE", "What all guests together send at most.");
    private readonly Option<string> _title = Opt.Text("--title", "TEXT", "A title for people.");
    private readonly Option<bool> _noAutostart = Opt.Flag("--no-autostart", "Do not start it with the daemon.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            _mode, _subnets, _dhcp, _bridge, _interfaces, _sharing, _domain, _tenant, _mtu, _forwards, _groups, _inbound, _outbound, _title, _noAutostart,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>Whether any of them is given.</summary>
    public bool AreUsed(Invocation cli) =>
        ((Option[])[_mode, _subnets, _dhcp, _bridge, _interfaces, _sharing, _domain, _tenant, _mtu, _forwards, _groups, _inbound, _outbound, _title, _noAutostart])
            .Any(cli.Has);

    /// <summary>What the command line says.</summary>
    public NetworkWishes Of(Invocation cli) => new()
    {
        Mode = cli.Get(_mode),
        Subnets = cli.Get(_subnets) ?? [],
        Dhcp = cli.Get(_dhcp) ?? [],
        Bridge = cli.Get(_bridge),
        Interfaces = cli.Get(_interfaces) ?? [],
        Sharing = cli.Get(_sharing),
        Domain = cli.Get(_domain),
        Tenant = cli.Get(_tenant),
        Mtu = cli.Get(_mtu),
        Forwards = [.. (cli.Get(_forwards) ?? []).Select(ForwardSpec.Parse)],
        Groups = cli.Get(_groups) ?? [],
        Bandwidth = Limits(cli.Get(_inbound), cli.Get(_outbound)),
        Title = cli.Get(_title),
        Autostart = !cli.Get(_noAutostart),
    };

    private static BandwidthDefinition? Limits(string? inbound, string? outbound) => (inbound, outbound) is (null, null)
        ? null
        : new BandwidthDefinition
        {
            Inbound = inbound is null ? null : RateSpec.Parse(inbound),
            Outbound = outbound is null ? null : RateSpec.Parse(outbound),
        };
}
