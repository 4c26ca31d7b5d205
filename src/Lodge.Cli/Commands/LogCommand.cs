using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Logs;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge log</c></summary>
internal static class LogCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var follow = Opt.Flag("--follow", "Stay and print what comes.", "-f");
        var tail = Opt.Count("--tail", "N", "Only the last N lines.", 0, 1_000_000);
        var qemu = Opt.Flag("--qemu", "What QEMU itself printed, instead of the guest's console.");
        var verb = new Verb("log", "Print what a VM's console showed.")
        {
            Group = VerbGroup.Watch,
            Completes = Completes.AnyVm,
            Notes = "The bytes are printed as the guest wrote them, also of a VM that has stopped.",
            Examples =
            [
                new("lodge log web1 --tail 20", "the last 20 lines"),
                new("lodge log web1 -f", "everything, then what comes"),
                new("lodge log web1 --qemu", "why did its QEMU die?"),
            ],
        };
        verb.Add(name);
        verb.Add(follow);
        verb.Add(tail);
        verb.Add(qemu);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var source = cli.Get(qemu) ? LogSource.Qemu : LogSource.Console;
            await PrintAsync(cli, cli.Get(name)!, source, cli.Get(tail), cli.Get(follow), cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Task PrintAsync(
        Invocation cli, string vm, LogSource source, int? tail, bool follow, CancellationToken cancellationToken) => (follow, source, tail) switch
    {
        (true, LogSource.Qemu, _) => LogFollower.QemuAsync(cli, vm, tail, cancellationToken),
        (true, _, _) => LogFollower.ConsoleAsync(cli, vm, tail, cancellationToken),
        (_, _, null) => LogReader.CopyAsync(cli, vm, source, cancellationToken),
        _ => PrintTailAsync(cli, vm, source, tail, cancellationToken),
    };

    private static async Task PrintTailAsync(
        Invocation cli, string vm, LogSource source, int? tail, CancellationToken cancellationToken)
    {
        var log = await LogReader.ReadAsync(cli, vm, source, tail, cancellationToken);
        await cli.Host.Io.OutputBytes.WriteAsync(log, cancellationToken);
    }
}
