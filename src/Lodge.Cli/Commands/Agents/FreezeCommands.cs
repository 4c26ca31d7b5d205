using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;
using Lodge.Model.Errors;

namespace Lodge.Cli.Commands.Agents;

/// <summary><c>lodge agent freeze</c>, <c>thaw</c> and <c>freeze-status</c></summary>
internal static class FreezeCommands
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <summary>Halts writing.</summary>
    public static Verb Freeze()
    {
        var vm = VmArgument.One();
        var mounts = Opt.Texts("--mount", "PATH", "Freeze what is mounted there only; may be given several times.");
        var limit = Opt.Duration("--limit", "Thaw by itself after this, 1s to 1h; 1m if not given.");
        var verb = new Verb("freeze", "Halt writing to the guest's file systems, for a while.")
        {
            Completes = Completes.LiveVm,
            Notes = "What the guest had written is on its disks then, as a copy or snapshot of them needs it. Programs that write wait.",
            Examples = [new("lodge agent freeze web1 --limit 10s", "ten seconds, for a snapshot")],
        };
        verb.Add(vm);
        verb.Add(mounts);
        verb.Add(limit);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var request = new FreezeGuest(SecondsOf(cli.Get(limit))) { MountPoints = cli.Get(mounts) is { Length: > 0 } some ? some : null };
            var frozen = await cli.Client.Agent.FreezeAsync(cli.Get(vm)!, request, cancellationToken);
            cli.Output.Done(frozen, ApiJson.Default.GuestFreeze, AgentText.Of(frozen));
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary>Lets it go on.</summary>
    public static Verb Thaw()
    {
        var vm = VmArgument.One();
        var verb = new Verb("thaw", "Let writing to the guest's file systems go on.")
        {
            Completes = Completes.LiveVm,
            Examples = [new("lodge agent thaw web1", "after 'lodge agent freeze web1'")],
        };
        verb.Add(vm);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var thawed = await cli.Client.Agent.ThawAsync(cli.Get(vm)!, cancellationToken);
            cli.Output.Done(thawed, ApiJson.Default.GuestFreeze, AgentText.Of(thawed));
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary>Shows how it is.</summary>
    public static Verb Status()
    {
        var vm = VmArgument.One();
        var verb = new Verb("freeze-status", "Show whether the guest's file systems are frozen.")
        {
            Completes = Completes.LiveVm,
            Examples = [new("lodge agent freeze-status web1", "frozen or not, and until when")],
        };
        verb.Add(vm);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var status = await cli.Client.Agent.GetFreezeAsync(cli.Get(vm)!, cancellationToken);
            cli.Output.Result(status, ApiJson.Default.GuestFreeze, () => AgentText.Of(status) + "\n");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static int SecondsOf(TimeSpan? limit) => limit switch
    {
        null => 60,
        { } time when time >= TimeSpan.FromSeconds(1) && time <= s_longest => (int)Math.Ceiling(time.TotalSeconds),
        _ => throw new LodgeException(ErrorCode.InvalidArgument, "--limit must be from 1s to 1h."),
    };
}
