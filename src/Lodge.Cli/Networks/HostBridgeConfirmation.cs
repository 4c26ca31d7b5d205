using Lodge.Cli.App;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Cli.Networks;

/// <summary>Asks the person whether a bridge shall stay, as long as there is time. Whoever lost the connection cannot say so.</summary>
internal static class HostBridgeConfirmation
{
    /// <summary>Returns when the person presses Enter.</summary>
    /// <exception cref="LodgeException">Ctrl-C, or nobody did in time: the interface has everything back.</exception>
    public static async Task AskAsync(Invocation cli, HostBridge bridge, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var interrupted = false;
        using var interrupt = cli.Host.Interrupts.Listen(() =>
        {
            interrupted = true;
            end.Cancel();
        });
        var left = bridge.ConfirmBefore - cli.Host.Clock.GetUtcNow() ?? TimeSpan.Zero;
        end.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        try
        {
            await Confirmation.AnswerAsync(cli.Host, $"Does everything still work? Enter keeps it, Ctrl-C gives it back, as do {left.TotalSeconds:0} s without an answer: ", end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            cli.Output.Notice("");
            throw interrupted ? await GiveBackAsync(cli, bridge, cancellationToken) : InTime(bridge);
        }
    }

    private static async Task<LodgeException> GiveBackAsync(Invocation cli, HostBridge bridge, CancellationToken cancellationToken)
    {
        await cli.Client.HostBridges.UndoAsync(bridge.Interface, force: false, cancellationToken);
        return new LodgeException(ErrorCode.Cancelled, $"{bridge.Interface} has everything back, and {bridge.Bridge} is gone.");
    }

    private static LodgeException InTime(HostBridge bridge) => new(
        ErrorCode.Timeout, $"Nobody confirmed it in time: {bridge.Interface} gets everything back, and {bridge.Bridge} goes.", "Make it again, and press Enter; '--confirm-within' gives more time.");
}
