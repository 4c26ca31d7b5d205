using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge info</c></summary>
internal static class InfoCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var tuning = Opt.Flag("--tuning", "Show every value of its tuning, and where it comes from.");
        var memory = Opt.Flag("--memory", "Show what the running guest says of its memory.");
        var perf = Opt.Flag("--perf", "Show what the kernel has counted of the running VM, as 'lodge set NAME perf=EVENTS' asks for.");
        var verb = new Verb("info", "Show everything about a VM.")
        {
            Group = VerbGroup.Watch,
            Completes = Completes.AnyVm,
            Notes = "State and its reason, the last words of a QEMU that died, hardware, process, and how it is confined.",
            Examples =
            [
                new("lodge info web1", "for people"),
                new("lodge info web1 --json", "for scripts, definition and live facts"),
                new("lodge info web1 --tuning", "placement, limits, queues: each from definition, profile, default or host"),
                new("lodge info web1 --memory", "total, free, available, as its balloon driver tells"),
                new("lodge info web1 --perf", "page faults, context switches: what is set to be counted"),
            ],
        };
        verb.Add(name);
        verb.Add(tuning);
        verb.Add(memory);
        verb.Add(perf);
        verb.Handler = async (cli, cancellationToken) =>
        {
            if (cli.Get(tuning))
            {
                var report = await cli.Client.GetTuningAsync(cli.Get(name)!, cancellationToken);
                cli.Output.Result(report, ApiJson.Default.TuningReport, () => TuningTable.Render(report, cli.Output.Style));
                return ExitStatus.Ok;
            }

            if (cli.Get(memory))
            {
                var told = await cli.Client.GetMemoryAsync(cli.Get(name)!, cancellationToken);
                cli.Output.Result(told, ApiJson.Default.GuestMemory, () => GuestMemoryText.Render(told, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
                return ExitStatus.Ok;
            }

            if (cli.Get(perf))
            {
                return await ShowPerfAsync(cli, cli.Get(name)!, cancellationToken);
            }

            var vm = await cli.Client.GetVmAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Result(vm, ApiJson.Default.Vm, () => VmDetails.Render(vm, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static async Task<ExitStatus> ShowPerfAsync(Invocation cli, string vm, CancellationToken cancellationToken)
    {
        var counts = await cli.Client.GetPerfCountsAsync(vm, cancellationToken);
        if (!cli.Output.IsJson && counts.Count == 0)
        {
            cli.Output.Notice($"Nothing is counted of {vm}. Begin with: lodge set {vm} perf=task_clock,page_faults");
            return ExitStatus.Ok;
        }

        cli.Output.Result(counts, ApiJson.Default.IReadOnlyListPerfCount, () => PerfText.Render(counts, cli.Output.Style));
        return ExitStatus.Ok;
    }
}
