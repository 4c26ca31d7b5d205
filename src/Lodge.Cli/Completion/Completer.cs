using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;
using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Json;
using Lodge.Model.Storage;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Completion;

/// <summary>
/// The hidden command <c>lodge __complete WORDS...</c>, which shells call at each Tab: one candidate a line, its meaning
/// after a tab. Quick, and silent whatever happens.
/// </summary>
internal static class Completer
{
    /// <summary>The word that asks for it.</summary>
    public const string Verb = "__complete";

    /// <summary>Prints what may stand where the last of <paramref name="words"/> is being typed.</summary>
    public static async Task RunAsync(string[] words, CliHost host, CancellationToken cancellationToken)
    {
        var root = CommandTree.Create();
        var (before, current) = words is [.. var all, var last] ? (all, last) : ([], "");
        var (candidates, dynamic) = CompletionPlan.Make(root, before, current);
        var found = await DynamicAsync(root.Parse(before), dynamic, host, cancellationToken);
        foreach (var candidate in candidates.Concat(found.Where(name => name.Text.StartsWith(current, StringComparison.Ordinal))))
        {
            host.Io.Out.Write($"{candidate.Text}\t{candidate.Meaning}\n");
        }

        host.Io.Out.Flush();
    }

    private static async Task<IEnumerable<Candidate>> DynamicAsync(
        ParseResult parsed, Completes kind, CliHost host, CancellationToken cancellationToken)
    {
        if (kind is Completes.Nothing or Completes.File)
        {
            return [];
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(host.CompletionPatience);
        try
        {
            using var cli = new Invocation(host, parsed);
            return await AskAsync(kind, () => cli.Client, limit.Token);
        }
        catch (Exception e) when (e is LodgeException or OperationCanceledException)
        {
            // Somebody presses Tab in the middle of a line: there is no place for an error.
            return [];
        }
    }

    private static async Task<IEnumerable<Candidate>> AskAsync(Completes kind, Func<LodgeClient> client, CancellationToken cancellationToken) => kind switch
    {
        Completes.Shell => CompletionScripts.Shells.Select(shell => new Candidate(shell, "")),
        Completes.Image => (await client().Images.ListAsync(cancellationToken)).Select(image => new Candidate(image.Name, Printable.Text(image.Description))),
        Completes.Network => (await client().Networks.ListAsync(cancellationToken))
            .Select(network => new Candidate(network.Name, $"{Kebab.Of(network.Mode)}, {(network.Active ? "running" : "stopped")}")),
        Completes.Pool => (await client().Pools.ListAsync(cancellationToken)).Select(pool => new Candidate(pool.Name, Kebab.Of(pool.State))),
        Completes.Volume => await VolumesAsync(client(), cancellationToken),
        Completes.SecurityGroup => (await client().SecurityGroups.ListAsync(cancellationToken))
            .Select(group => new Candidate(group.Name, Printable.Text(group.Description ?? ""))),
        Completes.Job => (await client().ListJobsAsync(cancellationToken))
            .Where(job => job.State == JobState.Running)
            .Select(job => new Candidate(job.Id.ToString(), $"{JobText.Name(job.Kind)} of {Printable.Text(job.Subject)}")),
        _ => (await client().ListVmsAsync(null, cancellationToken))
            .Where(vm => Fits(kind, vm.State))
            .Select(vm => new Candidate(vm.Name, StateWords.Of(vm.State, vm.Reason))),
    };

    private static async Task<IEnumerable<Candidate>> VolumesAsync(LodgeClient client, CancellationToken cancellationToken)
    {
        var pools = (await client.Pools.ListAsync(cancellationToken)).Where(pool => pool.State == PoolState.Running);
        var lists = await Task.WhenAll(pools.Select(pool => client.Volumes.ListAsync(pool.Id.ToString(), cancellationToken)));
        return lists.SelectMany(list => list).Select(volume => new Candidate($"{volume.Pool}/{volume.Name}", Sizes.Of(volume.Capacity)));
    }

    private static bool Fits(Completes kind, VmState state) => kind switch
    {
        Completes.LiveVm => state != VmState.Stopped,
        Completes.StoppedVm => state == VmState.Stopped,
        Completes.PausedVm => state == VmState.Paused,
        _ => true,
    };
}
