using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;
using Lodge.Model.Vms.Changes;

namespace Lodge.Cli.Changes;

/// <summary>Tells what became of a change: what runs already, and what waits for the next start.</summary>
internal static class OutcomeReport
{
    /// <summary>Prints it.</summary>
    /// <param name="cli">The command.</param>
    /// <param name="outcome">What became of the change.</param>
    /// <param name="sentence">What was done, in a sentence.</param>
    public static void Show(Invocation cli, ChangeOutcome outcome, string sentence)
    {
        cli.Output.Done(outcome, ApiJson.Default.ChangeOutcome, sentence);
        foreach (var step in outcome.Applied)
        {
            cli.Output.Notice($"  done now: {Printable.Text(step)}");
        }

        foreach (var waiting in outcome.Waiting)
        {
            cli.Output.Notice($"  at the next start: {Printable.Text(waiting.Path)}. {Printable.Text(waiting.Why)}");
        }
    }
}
