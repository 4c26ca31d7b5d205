using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Client.Changes;
using Lodge.Model.Errors;

namespace Lodge.Cli.Changes;

/// <summary>The options <c>--timeout</c> and <c>--force</c> of commands that open trays.</summary>
internal sealed class TrayOptions
{
    private readonly Option<TimeSpan?> _patience = Opt.Duration("--timeout", "How long a guest that has locked the tray gets to open it; 10s if not given.");
    private readonly Option<bool> _force = Opt.Flag("--force", "Open a locked tray against the guest's will; what it is reading fails.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_patience);
        command.Add(_force);
    }

    /// <summary>What the command line says.</summary>
    public TrayWish Of(Invocation cli) => cli.Get(_force) && cli.Get(_patience) is not null
        ? throw new LodgeException(ErrorCode.InvalidArgument, "--force and --timeout exclude each other: who uses force does not wait.", "Choose one.")
        : new TrayWish(cli.Get(_patience), cli.Get(_force));
}
