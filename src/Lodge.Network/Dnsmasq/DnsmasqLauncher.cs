using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Launch;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Network.Hosts;
using Lodge.Network.Planning.Dnsmasq;
using Microsoft.Extensions.Logging;

namespace Lodge.Network.Dnsmasq;

/// <summary>
/// Executes dnsmasq, confined by lodge-launch. Where that cannot be, it runs all the same, as its own user, and the log says
/// so: guests need their addresses.
/// </summary>
internal sealed partial class DnsmasqLauncher(NetworkPlace place, Spawner spawner, PidFdWatcher watcher, NetworkHostOptions options, ILogger<DnsmasqLauncher> logger)
{
    private static readonly Dictionary<string, string> s_environment = new() { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin", ["LC_ALL"] = "C" };

    private readonly ShimLauncher? _shim = options.ShimPath is { } path && File.Exists(path) ? new ShimLauncher(path, spawner, watcher) : null;

    /// <summary>Executes it; its files are written.</summary>
    /// <exception cref="LodgeException">It is not installed, or cannot be executed.</exception>
    public async Task<ProcessHandle> LaunchAsync(DnsmasqPlan plan, string network, DnsmasqLog log, CancellationToken cancellationToken)
    {
        var program = File.Exists(options.DnsmasqBinary) ? options.DnsmasqBinary : throw new LodgeException(
            ErrorCode.Unsupported,
            $"Network '{network}' cannot lend addresses or answer for names: dnsmasq is not installed.",
            "Install it (Debian: apt-get install dnsmasq-base), or give the network no subnets.");
        string[] arguments = ["--keep-in-foreground", $"--conf-file={plan.Files.Configuration}"];
        try
        {
            using var output = log.Open();
            return await ConfinedAsync(program, arguments, plan, network, output, cancellationToken) ?? place.Run(() => spawner.Spawn(new SpawnRequest
            {
                Executable = program,
                Arguments = arguments,
                Environment = s_environment,
                WorkingDirectory = "/",
                Output = output,
            }));
        }
        catch (LinuxException failure)
        {
            throw HostTrouble.Refused($"The dnsmasq of network '{network}' cannot be started", failure);
        }
    }

    private async Task<ProcessHandle?> ConfinedAsync(
        string program, IReadOnlyList<string> arguments, DnsmasqPlan plan, string network, SafeHandle output, CancellationToken cancellationToken)
    {
        if (_shim is null)
        {
            NotConfined(network, "lodge-launch is not there.");
            return null;
        }

        // What a rule opens must be there.
        await using (File.Open(plan.Files.Leases, FileMode.OpenOrCreate))
        {
        }

        try
        {
            var confined = DnsmasqConfinement.Of(program, arguments, s_environment, plan);
            return (await place.Run(() => _shim.LaunchAsync(confined, [], output, cancellationToken))).Process;
        }
        catch (LaunchFailedException failure)
        {
            NotConfined(network, failure.Message);
            return null;
        }
    }

    [LoggerMessage(7201, LogLevel.Warning, "The dnsmasq of network '{Network}' runs without confinement: {Reason}")]
    private partial void NotConfined(string network, string reason);
}
