using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Changes;

namespace Lodge.Cli.Changes;

/// <summary>The options <c>--live</c> and <c>--next</c>; without them both the definition and the running VM change.</summary>
internal sealed class ScopeOptions
{
    private readonly Option<bool> _live = Opt.Flag("--live", "Change only the running VM, until it stops.");
    private readonly Option<bool> _next = Opt.Flag("--next", "Change only the definition: it counts from the next start on.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_live);
        command.Add(_next);
    }

    /// <summary>What the command line says.</summary>
    public ChangeScope Of(Invocation cli) => (cli.Get(_live), cli.Get(_next)) switch
    {
        (true, true) => throw new LodgeException(ErrorCode.InvalidArgument, "--live and --next exclude each other.", "Leave both out to change both."),
        (true, _) => ChangeScope.Live,
        (_, true) => ChangeScope.Next,
        _ => ChangeScope.Both,
    };
}
