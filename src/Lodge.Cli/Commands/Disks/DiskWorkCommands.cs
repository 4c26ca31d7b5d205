using System.CommandLine;
using Lodge.Api.Contracts.DiskJobs;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Commands.Disks;

/// <summary><c>lodge disk copy</c>, <c>pull</c>, <c>commit</c> and <c>resize</c></summary>
internal static class DiskWorkCommands
{
    /// <summary><c>lodge disk copy</c></summary>
    public static Verb Copy()
    {
        var (vm, disk) = (VmArgument.One(), DiskCommand.Disk());
        var pool = Opt.Text("--to-pool", "POOL", "Make a volume for the copy in this pool.");
        var name = Opt.Text("--name", "NAME", "With --to-pool: its name; that of the disk's image if not given.");
        var file = Opt.Text("--to", "FILE", "Copy to this file, which does not exist yet.");
        var format = Opt.Choice<DiskFormat>("--format", "Format of the copy; the disk's if not given.");
        var shallow = Opt.Flag("--shallow", "Copy only the disk's top image; the copy falls back to the same images below.");
        var synchronous = Opt.Flag("--synchronous", "Have the guest's writes wait until they are in the copy, too: for guests that write faster than is copied.");
        var ready = Opt.Choice<AtReady>("--then", "What happens when all is copied: finish (the disk stays), pivot (the guest goes on in the copy), wait (until 'lodge disk pivot' or 'cancel').");
        var rate = RateOption();
        var verb = new Verb("copy", "Copy a disk to another place, and go on there if asked to.")
        {
            Completes = Completes.AnyVm,
            Examples =
            [
                new("lodge disk copy web1 vda --to /backup/web1.raw --format raw", "what the disk holds at the moment when all is copied"),
                new("lodge disk copy web1 vda --to-pool fast --then pivot", "the guest goes on in the pool 'fast'; the old image stays"),
            ],
        };
        return Complete(verb, [vm, disk], [pool, name, file, format, shallow, synchronous, ready, rate], async (cli, cancellationToken) =>
        {
            var request = new CopyDisk
            {
                Pool = cli.Get(pool),
                Volume = cli.Get(name),
                Path = cli.Get(file) is { } path ? HostPath.Absolute(cli, path) : null,
                Format = cli.Get(format),
                Shallow = cli.Get(shallow),
                Synchronous = cli.Get(synchronous),
                AtReady = cli.Get(ready) ?? AtReady.Finish,
                Rate = cli.Get(rate),
            };
            var done = request.AtReady == AtReady.Pivot ? $"{cli.Get(vm)} goes on in the copy of {cli.Get(disk)}." : $"{cli.Get(disk)} of {cli.Get(vm)} is copied.";
            return (await cli.Client.DiskJobs.CopyAsync(cli.Get(vm)!, cli.Get(disk)!, request, cancellationToken), done);
        });
    }

    /// <summary><c>lodge disk pull</c></summary>
    public static Verb Pull()
    {
        var (vm, disk) = (VmArgument.One(), DiskCommand.Disk());
        var stays = Opt.Text("--base", "IMAGE", "The image that stays below: its path, or its place such as vda[2]. Without it, none.");
        var rate = RateOption();
        var verb = new Verb("pull", "Copy into a disk's image what it reads from those below it.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge disk pull web1 vda", "the disk stands alone then")],
        };
        return Complete(verb, [vm, disk], [stays, rate], async (cli, cancellationToken) => (
            await cli.Client.DiskJobs.PullAsync(cli.Get(vm)!, cli.Get(disk)!, new PullDisk { Base = cli.Get(stays), Rate = cli.Get(rate) }, cancellationToken),
            $"{cli.Get(disk)} of {cli.Get(vm)} {(cli.Get(stays) is { } below ? $"stands on {below}" : "stands alone")} now."));
    }

    /// <summary><c>lodge disk commit</c></summary>
    public static Verb Commit()
    {
        var (vm, disk) = (VmArgument.One(), DiskCommand.Disk());
        var top = Opt.Text("--top", "IMAGE", "The topmost image that is committed: its path, or its place such as vda[1]. Without it, the disk's own.");
        var into = Opt.Text("--base", "IMAGE", "The image that takes what they hold. Without it, the lowest one.");
        var delete = Opt.Flag("--delete", "Delete the images that were committed.");
        var ready = Opt.Choice<AtReady>("--then", "For the disk's own image, what happens when all is copied; pivot if not given.");
        var rate = RateOption();
        var verb = new Verb("commit", "Copy images of a disk into one below them.")
        {
            Completes = Completes.AnyVm,
            Notes = "What snapshots, other VMs or other volumes stand on is not committed into: they would read something else.",
            Examples = [new("lodge disk commit web1 vda", "the guest goes on in the lowest image")],
        };
        return Complete(verb, [vm, disk], [top, into, delete, ready, rate], async (cli, cancellationToken) => (
            await cli.Client.DiskJobs.CommitAsync(
                cli.Get(vm)!,
                cli.Get(disk)!,
                new CommitDisk { Top = cli.Get(top), Base = cli.Get(into), DeleteImages = cli.Get(delete), AtReady = cli.Get(ready), Rate = cli.Get(rate) },
                cancellationToken),
            $"{cli.Get(disk)} of {cli.Get(vm)} is committed."));
    }

    /// <summary><c>lodge disk resize</c></summary>
    public static Verb Resize()
    {
        var (vm, disk) = (VmArgument.One(), DiskCommand.Disk());
        var size = new Argument<string>("SIZE") { Description = "What the guest shall see, such as 40G.", Arity = ArgumentArity.ExactlyOne };
        var verb = new Verb("resize", "Change what the guest sees of a disk of a running VM.")
        {
            Completes = Completes.AnyVm,
            Notes = "'lodge volume resize' does the same for volumes, of stopped VMs, too.",
            Examples = [new("lodge disk resize web1 vda 40G", "the guest sees it at once")],
        };
        verb.Add(vm);
        verb.Add(disk);
        verb.Add(size);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var capacity = ByteSize.TryParse(cli.Get(size)!, out var parsed)
                ? parsed
                : throw new LodgeException(ErrorCode.InvalidArgument, $"SIZE must be a size such as 512M or 40G, not '{cli.Get(size)}'.");
            await cli.Client.DiskJobs.ResizeAsync(cli.Get(vm)!, cli.Get(disk)!, new ResizeDisk(capacity), cancellationToken);
            cli.Output.Done($"{cli.Get(disk)} of {cli.Get(vm)} has {capacity} now.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Option<ByteSize?> RateOption() => Opt.Size("--rate", "How much is copied at most in a second, such as 50M.");

    private static Verb Complete(
        Verb verb, Argument[] arguments, Option[] options, Func<Invocation, CancellationToken, Task<(Model.Jobs.Job Job, string Done)>> begin)
    {
        foreach (var argument in arguments)
        {
            verb.Add(argument);
        }

        foreach (var option in options)
        {
            verb.Add(option);
        }

        var wait = new WaitOptions(withTimeout: true);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var (job, done) = await begin(cli, cancellationToken);
            await JobFollower.FollowAsync(cli, job, limits, done, true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
