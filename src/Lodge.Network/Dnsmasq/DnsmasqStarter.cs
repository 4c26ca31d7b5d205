using System.Globalization;
using System.Text;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Network.Planning.Dnsmasq;
using Lodge.Network.Records;

namespace Lodge.Network.Dnsmasq;

/// <summary>
/// Starts dnsmasq in a session of its own, so that it outlives the daemon. It gives up root's rights by itself once it has
/// opened what it needs, all but those on the network.
/// </summary>
internal sealed class DnsmasqStarter(DnsmasqLauncher launcher)
{
    private const string ReadyWords = "started, version";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(3);

    /// <summary>Writes what it is told.</summary>
    public static void Write(DnsmasqPlan plan)
    {
        TextFiles.Replace(plan.Files.Configuration, Encoding.UTF8.GetBytes(plan.Configuration), forAll: true);
        WriteNames(plan, []);
    }

    /// <summary>Writes what it can read again without a restart.</summary>
    /// <param name="plan">What it is told.</param>
    /// <param name="leased">Lines for names of leases.</param>
    public static void WriteNames(DnsmasqPlan plan, IReadOnlyList<string> leased)
    {
        TextFiles.Replace(plan.Files.Reservations, Encoding.UTF8.GetBytes(plan.Reservations), forAll: true);
        TextFiles.Replace(plan.Files.Hosts, Encoding.UTF8.GetBytes(plan.Hosts + string.Concat(leased.Select(line => line + '\n'))), forAll: true);
    }

    /// <summary>Starts it; completes when it serves. Its files are written.</summary>
    /// <exception cref="LodgeException">It is not installed, or ended at once.</exception>
    public async Task<ProcessHandle> StartAsync(DnsmasqPlan plan, string network, CancellationToken cancellationToken)
    {
        var log = new DnsmasqLog(plan.Files.Log);
        log.Rotate();
        var since = log.Length;
        var process = await launcher.LaunchAsync(plan, network, log, cancellationToken);
        try
        {
            var begun = TimeProvider.System.GetTimestamp();
            while (!log.Says(ReadyWords, since))
            {
                if (process.Exited.IsCompleted)
                {
                    throw Ended(network, $"ended at once ({await process.Exited})", log.LastWords(since));
                }

                if (TimeProvider.System.GetElapsedTime(begun) > Deadline)
                {
                    throw Ended(network, $"did not begin to serve within {Deadline.TotalSeconds:0} s", log.LastWords(since));
                }

                await Task.Delay(Pause, cancellationToken);
            }

            return process;
        }
        catch
        {
            process.Signal(Signals.Kill);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Ends a process, and waits for its end.</summary>
    public static async Task EndAsync(ProcessHandle process)
    {
        using var limit = new CancellationTokenSource(EndDeadline);
        try
        {
            process.Signal(Signals.Terminate);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            process.Signal(Signals.Kill);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    /// <summary>Ends one that a daemon started and had no time to note: two cannot serve one network.</summary>
    public static async Task EndForgottenAsync(PidFdWatcher watcher, DnsmasqFiles files)
    {
        if (File.Exists(files.ProcessId)
            && int.TryParse((await File.ReadAllTextAsync(files.ProcessId)).Trim(), CultureInfo.InvariantCulture, out var pid)
            && CommandLineOf(pid).Contains(files.Configuration, StringComparison.Ordinal)
            && ProcessStat.Read(pid) is { } stat
            && ProcessHandle.TryOpen(watcher, pid, stat.StartTime) is { } process)
        {
            await EndAsync(process);
        }
    }

    private static string CommandLineOf(int pid)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static LodgeException Ended(string network, string how, IReadOnlyList<string> lastWords) => new(
        ErrorCode.InsufficientResources,
        $"The dnsmasq of network '{network}' {how}. It said: {(lastWords.Count == 0 ? "nothing" : string.Join(" / ", lastWords))}",
        "Another program may serve DHCP or DNS on all interfaces: let it listen to its own only.");
}
