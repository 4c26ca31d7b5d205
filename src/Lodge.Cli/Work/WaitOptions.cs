using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;

namespace Lodge.Cli.Work;

/// <summary>The options <c>--wait</c>, <c>--no-wait</c> and, where the work has no time limit of its own, <c>--timeout</c>.</summary>
internal sealed class WaitOptions
{
    private readonly Option<bool> _wait = Opt.Flag("--wait", "Stay until the work is done; the default.");
    private readonly Option<bool> _noWait = Opt.Flag("--no-wait", "Return at once and print the job's id.");
    private readonly Option<TimeSpan?>? _timeout;

    /// <summary>Makes the options.</summary>
    /// <param name="withTimeout">Whether <c>--timeout</c> limits the wait.</param>
    public WaitOptions(bool withTimeout) => _timeout = withTimeout
        ? Opt.Duration("--timeout", "How long to stay at most; the job goes on afterwards.")
        : null;

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_wait);
        command.Add(_noWait);
        if (_timeout is not null)
        {
            command.Add(_timeout);
        }
    }

    /// <summary>What the command line says.</summary>
    public WaitLimits Of(Invocation cli)
    {
        if (cli.Get(_wait) && cli.Get(_noWait))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, "--wait and --no-wait exclude each other.", "Choose one.");
        }

        return new WaitLimits(!cli.Get(_noWait), _timeout is null ? null : cli.Get(_timeout));
    }
}
