using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;

namespace Lodge.Engine.Vms.Agents;

/// <summary>Runs programs in guests, and waits for their end.</summary>
public sealed class VmGuestCommands
{
    /// <summary>The most that a program gets on its standard input, bytes.</summary>
    public const int LargestInput = 640 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly AgentFinder _finder;
    private readonly TimeProvider _clock;

    internal VmGuestCommands(AgentFinder finder, TimeProvider clock) => (_finder, _clock) = (finder, clock);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="command">The program.</param>
    /// <param name="timeout">How long it may run; null for as long as it likes. The agent cannot end a program.</param>
    /// <param name="cancellationToken">Stops waiting; the program goes on.</param>
    public async Task<GuestCommandResult> RunAsync(string vm, GuestCommand command, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        Check(command, timeout);
        var agent = _finder.Find(vm).Agent;
        using var limit = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var process = 0L;
        try
        {
            process = await agent.StartAsync(command, either.Token);
            return await WaitAsync(agent, process, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"'{command.Program}' did not end in the guest within {timeout!.Value.TotalSeconds:0.#} s; it goes on there as process {process}.",
                $"Give it more time, or end it: lodge exec {vm} -- kill {process}");
        }
    }

    // Most programs end within milliseconds; who runs for long is asked less and less often.
    private async Task<GuestCommandResult> WaitAsync(IGuestAgent agent, long process, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 3 / 2 < LongestPause ? pause * 3 / 2 : LongestPause)
        {
            if (await agent.PollAsync(process, cancellationToken) is { } result)
            {
                return result;
            }

            await Task.Delay(pause, _clock, cancellationToken);
        }
    }

    private static void Check(GuestCommand command, TimeSpan? timeout)
    {
        if (command.Program.Length == 0)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, "There must be a program to run.");
        }

        if (command.Input?.Length > LargestInput)
        {
            throw new LodgeException(
                ErrorCode.TooLarge,
                $"A program in a guest gets at most {LargestInput / 1024} KiB on its standard input, and this is {command.Input.Length / 1024} KiB.",
                "Write a file to the guest first, with 'lodge agent write', and let the program read that.");
        }

        if (timeout is { } given && (given < TimeSpan.FromMilliseconds(1) || given > TimeSpan.FromDays(7)))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, "A program's time limit must be more than nothing, and at most a week.");
        }
    }
}
