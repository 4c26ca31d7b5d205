using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.Cli.Work;

/// <summary>How a guest is asked, how long it gets to obey, and what follows.</summary>
/// <param name="then">Help for <c>--then</c>.</param>
internal sealed class PatienceOptions(string then)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Option<TimeSpan?> _timeout =
        Opt.Duration("--timeout", "How long the guest gets to obey, 1s to 1d; 60s if not given.");

    private readonly Option<ShutDownEscalation?> _then = Opt.Choice<ShutDownEscalation>("--then", then);

    private readonly Option<ShutDownMethod?> _by = Opt.Choice<ShutDownMethod>(
        "--by", "How the guest is asked: by its agent, by the power button (acpi), or by whichever there is (auto, default).");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_timeout);
        command.Add(_then);
        command.Add(_by);
    }

    /// <summary>Seconds that the guest gets.</summary>
    public int Seconds(Invocation cli)
    {
        var timeout = cli.Get(_timeout) ?? Usual;
        return timeout >= TimeSpan.FromSeconds(1) && timeout <= Longest
            ? (int)Math.Ceiling(timeout.TotalSeconds)
            : throw new LodgeException(ErrorCode.InvalidArgument, "--timeout must be from 1s to 1d.", "Use 'lodge kill' to end a VM at once.");
    }

    /// <summary>How the guest is asked.</summary>
    public ShutDownMethod By(Invocation cli) => cli.Get(_by) ?? ShutDownMethod.Auto;

    /// <summary>What follows.</summary>
    public ShutDownEscalation Then(Invocation cli) => cli.Get(_then) ?? ShutDownEscalation.Fail;
}
