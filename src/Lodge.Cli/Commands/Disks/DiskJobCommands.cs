using System.CommandLine;
using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.DiskJobs;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Json;
using Lodge.Model.Primitives;

namespace Lodge.Cli.Commands.Disks;

/// <summary><c>lodge disk jobs</c>, <c>rate</c>, <c>pivot</c> and <c>cancel</c></summary>
internal static class DiskJobCommands
{
    private const int BarWidth = 16;

    /// <summary><c>lodge disk jobs</c></summary>
    public static Verb Jobs()
    {
        var vm = new Argument<string?>("NAME") { Description = "Name or id of a VM; without it, all.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb("jobs", "List the work on disks that goes on.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge disk jobs", "of all VMs")],
        };
        verb.Add(vm);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var jobs = await cli.Client.DiskJobs.ListAsync(cli.Get(vm), cancellationToken);
            if (!cli.Output.IsJson && jobs.Count == 0)
            {
                cli.Output.Notice("Nothing is done to disks.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(jobs, ApiJson.Default.IReadOnlyListDiskJobStatus, () => TableOf(jobs, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge disk rate</c></summary>
    public static Verb Rate()
    {
        var (vm, disk) = (VmArgument.One(), DiskCommand.Disk());
        var rate = new Argument<string>("RATE") { Description = "How much is copied at most in a second, such as 50M; 0 for no limit.", Arity = ArgumentArity.ExactlyOne };
        var verb = new Verb("rate", "Limit how much is copied, from now on.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge disk rate web1 vda 50M", "at most 50 MiB a second")],
        };
        verb.Add(vm);
        verb.Add(disk);
        verb.Add(rate);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var wanted = ByteSize.TryParse(cli.Get(rate)!, out var parsed)
                ? parsed
                : throw new LodgeException(ErrorCode.InvalidArgument, $"RATE must be a size such as 50M, or 0, not '{cli.Get(rate)}'.");
            var now = await cli.Client.DiskJobs.ChangeAsync(cli.Get(vm)!, cli.Get(disk)!, new ChangeDiskJob(wanted), cancellationToken);
            cli.Output.Done(now, ApiJson.Default.DiskJobStatus, wanted.Bytes == 0 ? "There is no limit any more." : $"At most {wanted} a second.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge disk pivot</c></summary>
    public static Verb Pivot()
    {
        var (vm, disk) = (VmArgument.One(), DiskCommand.Disk());
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("pivot", "Have the guest go on in the copy of a disk, as soon as that has caught up.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge disk pivot web1 vda", "ends 'lodge disk copy … --then wait'")],
        };
        verb.Add(vm);
        verb.Add(disk);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var job = await cli.Client.DiskJobs.PivotAsync(cli.Get(vm)!, cli.Get(disk)!, cancellationToken);
            await JobFollower.FollowAsync(cli, job, limits, $"{cli.Get(vm)} goes on in the copy of {cli.Get(disk)}.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge disk cancel</c></summary>
    public static Verb Cancel()
    {
        var (vm, disk) = (VmArgument.One(), DiskCommand.Disk());
        var verb = new Verb("cancel", "Give up the work on a disk, which is as it was then; a copy that has caught up and waits is kept.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge disk cancel web1 vda", "what was half-made is removed")],
        };
        verb.Add(vm);
        verb.Add(disk);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var job = await cli.Client.DiskJobs.EndAsync(cli.Get(vm)!, cli.Get(disk)!, cancellationToken);
            cli.Output.Done(job, ApiJson.Default.Job, $"The work on {cli.Get(disk)} of {cli.Get(vm)}: {Kebab.Of(job.State)}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static string TableOf(IReadOnlyList<DiskJobStatus> jobs, Style style)
    {
        var table = new Table(style, "VM", "DISK", "WORK", "PROGRESS", ">DONE", ">OF", ">RATE", "TO");
        foreach (var job in jobs)
        {
            var share = job.Ready ? 1 : job.Total == 0 ? 0 : Math.Clamp((double)job.Done / job.Total, 0, 1);
            var bar = string.Create(CultureInfo.InvariantCulture, $"[{new string('#', (int)(share * BarWidth)).PadRight(BarWidth, '.')}] {(job.Ready ? "ready" : $"{(int)(share * 100)} %")}");
            table.Add(
                job.Vm, job.Disk, Kebab.Of(job.Kind).Replace('-', ' '), bar, Sizes.Of(job.Done), Sizes.Of(job.Total), job.Speed == 0 ? "" : $"{Sizes.Of(job.Speed)}/s", job.To ?? "");
        }

        return table.ToString();
    }
}
