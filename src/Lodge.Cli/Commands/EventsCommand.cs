using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Model.Errors;
using Lodge.Model.Events;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge events</c></summary>
internal static class EventsCommand
{
    // The daemon sends what it remembers in one go; silence means that it has no more.
    private static readonly TimeSpan SilenceAtFirst = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(300);

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var follow = Opt.Flag("--follow", "Stay and print what happens; the default.", "-f");
        var noFollow = Opt.Flag("--no-follow", "Print what is remembered, then end.");
        var since = Opt.Sequence("--since", "N", "Begin behind event N; 0 for the oldest that is remembered.");
        var verb = new Verb("events", "Print what happens, as it happens.")
        {
            Group = VerbGroup.Watch,
            Notes = "With --json each line is one event. Numbers grow by one; a notice tells when some are lost.",
            Examples =
            [
                new("lodge events", "from now on, until Ctrl-C"),
                new("lodge events --since 0 --no-follow", "what is remembered"),
                new("lodge events --json --since 41", "go on behind event 41, for a program"),
            ],
        };
        verb.Add(follow);
        verb.Add(noFollow);
        verb.Add(since);
        verb.Handler = (cli, cancellationToken) =>
        {
            var stays = !cli.Get(noFollow);
            return cli.Get(follow) && !stays
                ? throw new LodgeException(ErrorCode.InvalidArgument, "--follow and --no-follow exclude each other.", "Choose one.")
                : RunAsync(cli, stays ? cli.Get(since) : cli.Get(since) ?? 0, stays, cancellationToken);
        };
        return verb;
    }

    private static async Task<ExitStatus> RunAsync(Invocation cli, long? since, bool stays, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var reader = cli.Client.EventsAsync(since, cli.Output.Notice, end.Token).GetAsyncEnumerator(end.Token);
        for (var silence = SilenceAtFirst; ; silence = Silence)
        {
            var next = reader.MoveNextAsync().AsTask();
            if (!stays && await Task.WhenAny(next, Task.Delay(silence, cancellationToken)) != next)
            {
                await end.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return ExitStatus.Ok;
            }

            if (!await next)
            {
                throw new LodgeException(ErrorCode.ShuttingDown, "The daemon ended the stream of events.", "Is it shutting down? Start it again.");
            }

            Print(cli, reader.Current);
        }
    }

    private static void Print(Invocation cli, LodgeEvent happened)
    {
        cli.Output.Result(happened, ApiJson.Default.LodgeEvent, () => EventLine.Render(happened, cli.Output.Style));
        cli.Output.Flush();
    }
}
