using System.Net;
using Lodge.Linux.Errors;
using Lodge.Linux.Processes;
using Lodge.Model.Networks;
using Lodge.Network.Hosts;
using Lodge.Network.Planning.Dnsmasq;
using Microsoft.Extensions.Logging;

namespace Lodge.Network.Dnsmasq;

/// <summary>
/// Lets the host itself find guests by name, where its resolver is systemd-resolved: the network's dnsmasq is asked for the
/// network's domains, and for nothing else. It is forgotten with the bridge.
/// </summary>
internal sealed partial class HostResolver(NetworkPlace place, Spawner spawner, ILogger<HostResolver> logger)
{
    private const string Program = "/usr/bin/resolvectl";
    private const string RunsWhenThere = "/run/systemd/resolve/io.systemd.Resolve";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private static bool IsThere => File.Exists(RunsWhenThere) && File.Exists(Program);

    /// <summary>Tells it of a network. A failure is noted in the log only: the network works without.</summary>
    public async Task TellAsync(NetworkDefinition network, DnsmasqPlan? plan, CancellationToken cancellationToken)
    {
        if (!place.IsHosts || !IsThere || plan is not { Servers: { Count: > 0 } servers } || network.Bridge?.Name is not { } bridge)
        {
            return;
        }

        try
        {
            foreach (var command in Commands(network, bridge, servers))
            {
                await RunAsync(command, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is LinuxException or OperationCanceledException)
        {
            NotTold(network.Name, failure.Message);
        }
    }

    /// <summary>What resolvectl(1) is told, one after the other. Pure.</summary>
    /// <param name="network">The network.</param>
    /// <param name="bridge">Its bridge.</param>
    /// <param name="servers">Who answers.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Commands(NetworkDefinition network, string bridge, IReadOnlyList<IPAddress> servers) =>
    [
        ["dns", bridge, .. servers.Select(server => server.ToString())],

        // A tilde: for questions about this domain only, not to complete names with.
        ["domain", bridge, $"~{DnsmasqPlanner.HostDomainOf(network)}", .. network.Domain is { Register: true } own ? [$"~{own.Name}"] : (string[])[]],
    ];

    private async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Deadline);
        using var process = place.Run(() => spawner.Spawn(new SpawnRequest { Executable = Program, Arguments = arguments }));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Signal(Signals.Kill);
        }
    }

    [LoggerMessage(7301, LogLevel.Warning, "systemd-resolved was not told of network {Network}: {Reason}")]
    private partial void NotTold(string network, string reason);
}
