using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lodge.Cli.App;
using Lodge.Cli.Launching;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Ssh;

/// <summary>Where a guest's ssh can be reached.</summary>
/// <param name="Host">An address.</param>
/// <param name="Port">A port.</param>
internal sealed record SshTarget(string Host, int Port)
{
    private const string Loopback = "127.0.0.1";

    /// <summary>Finds it: a port of the host that leads there, else an address that somebody knows.</summary>
    /// <exception cref="LodgeException">Nobody knows a way.</exception>
    public static async Task<SshTarget> FindAsync(Invocation cli, Vm vm, CancellationToken cancellationToken)
    {
        if (!cli.IsRemote && ForwardOf(vm.CurrentDefinition) is { } forward)
        {
            return forward;
        }

        var cards = await cli.Client.Networks.ListAddressesAsync(vm.Id.ToString(), cancellationToken);
        return Pick(vm.CurrentDefinition, cards) is { } address ? new SshTarget(address, LaunchPlan.SshPort) : throw new LodgeException(
            ErrorCode.NotFound,
            $"Nobody knows an address at which {vm.Name} can be reached.",
            $"It may still boot: try again, or look: lodge console {vm.Name}. A card on QEMU's own network needs a port: lodge nic forward.");
    }

    /// <summary>The port of the host's that leads to the guest's ssh; null when there is none. Pure.</summary>
    public static SshTarget? ForwardOf(VmDefinition definition) => definition.Nics
        .Select(nic => nic.Source).OfType<UserNicSource>()
        .SelectMany(source => source.Forwards ?? [])
        .Where(forward => forward.Protocol == TransportProtocol.Tcp && (forward.TargetPort ?? forward.Port) == LaunchPlan.SshPort)
        .Select(forward => new SshTarget(forward.Address is null or "0.0.0.0" or "::" ? Loopback : forward.Address, forward.Port))
        .FirstOrDefault();

    /// <summary>The best of a guest's addresses; null when there is none. Pure.</summary>
    public static string? Pick(VmDefinition definition, IReadOnlyList<NicAddresses> cards)
    {
        // What a guest behind QEMU's own network calls its address leads nowhere from here.
        var unreachable = definition.Nics.Where(nic => nic.Source is UserNicSource).Select(nic => nic.Alias).ToHashSet();
        return cards.Where(card => !unreachable.Contains(card.Alias))
            .SelectMany(card => card.Addresses)
            .Where(address => IPAddress.TryParse(address.Address, out var parsed) && !parsed.IsIPv6LinkLocal)
            .OrderBy(address => IPAddress.Parse(address.Address).AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
            .ThenBy(address => address.Source)
            .Select(address => address.Address)
            .FirstOrDefault();
    }

    /// <summary>The arguments of ssh.</summary>
    /// <param name="alias">The name by which the guest's keys are filed.</param>
    /// <param name="knownHosts">The file with them.</param>
    /// <param name="isKnown">Whether its keys are in it; if not, those that it shows first are.</param>
    /// <param name="login">Whom to log in as, and how.</param>
    /// <param name="command">What to run; empty for a shell.</param>
    public IReadOnlyList<string> Arguments(string alias, string knownHosts, bool isKnown, SshLogin login, IReadOnlyList<string> command) =>
    [
        "-o", $"HostKeyAlias={alias}",
        "-o", $"UserKnownHostsFile=\"{knownHosts}\"",
        "-o", "GlobalKnownHostsFile=/dev/null",
        "-o", $"StrictHostKeyChecking={(isKnown ? "yes" : "accept-new")}",
        "-p", Port.ToString(CultureInfo.InvariantCulture),
        .. login.User is { } user ? ["-l", user] : Array.Empty<string>(),
        .. login.Identity is { } identity && File.Exists(identity) ? ["-i", identity] : Array.Empty<string>(),
        "--", Host,
        .. command,
    ];
}

/// <summary>How to log in.</summary>
/// <param name="User">Whom as; null for ssh's own choice.</param>
/// <param name="Identity">A file with a private key that ssh shall try besides its usual ones; null for none.</param>
internal sealed record SshLogin(string? User, string? Identity);
