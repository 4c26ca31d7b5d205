using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands.Agents;

/// <summary><c>lodge agent trim</c></summary>
internal static class TrimCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var vm = VmArgument.One();
        var minimum = Opt.Size("--minimum", "Leave out stretches shorter than this.");
        var verb = new Verb("trim", "Give what the guest's file systems have free back to the host.")
        {
            Completes = Completes.LiveVm,
            Notes = "It helps on disks whose 'discard' is on.",
            Examples = [new("lodge agent trim web1", "all file systems that can")],
        };
        verb.Add(vm);
        verb.Add(minimum);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var request = new TrimGuest { MinimumBytes = cli.Get(minimum)?.Bytes };
            var trimmed = await cli.Client.Agent.TrimAsync(cli.Get(vm)!, request, cancellationToken);
            cli.Output.Result(trimmed, ApiJson.Default.IReadOnlyListGuestTrim, () => AgentText.Of(trimmed, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
