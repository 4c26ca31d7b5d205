using System.CommandLine;
using Lodge.Api.Contracts.DiskJobs;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Storage;
using Lodge.Cli.Work;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge volume move</c></summary>
internal static class VolumeMoveCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var which = new Argument<string?>("VOLUME") { Description = "The volume: POOL/NAME, or NAME in the pool 'default'.", Arity = ArgumentArity.ZeroOrOne };
        var vm = Opt.Text("--vm", "NAME", "Instead of a volume: the VM whose disk moves.");
        var disk = Opt.Text("--disk", "DISK", "With --vm: which disk, such as vda.");
        var to = Opt.Text("--to-pool", "POOL", "Where it moves to.");
        var name = Opt.Text("--name", "NAME", "Its name there; the same if not given.");
        var format = Opt.Choice<DiskFormat>("--format", "Its format there; the same if not given, or that which the pool takes.");
        var keep = Opt.Flag("--keep", "Keep the volume that was moved, as it was in the last moment.");
        var rate = Opt.Size("--rate", "How much is copied at most in a second, such as 50M.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("move", "Move a volume to another pool; a VM that has it runs on.")
        {
            Completes = Completes.Volume,
            Notes = "Ctrl-C gives the move up: the disk stays where it is, and the half copy is removed.",
            Examples =
            [
                new("lodge volume move web1.qcow2 --to-pool fast", "with the VM that has it, running or not"),
                new("lodge volume move --vm web1 --disk vda --to-pool fast --keep", "the same by its disk; the old volume stays"),
            ],
        };
        verb.Add(which);
        foreach (var option in new Option[] { vm, disk, to, name, format, keep, rate })
        {
            verb.Add(option);
        }

        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var pool = cli.Get(to) ?? throw new LodgeException(ErrorCode.InvalidArgument, "Nothing says where to.", "Name a storage pool: --to-pool.");
            var (volume, machine, drive) = (cli.Get(which), cli.Get(vm), cli.Get(disk));
            if ((volume is null) == (machine is null) || (machine is null) != (drive is null))
            {
                throw new LodgeException(ErrorCode.InvalidArgument, "What moves is either a volume, or a disk of a VM.", "Give VOLUME, or --vm and --disk.");
            }

            if (machine is not null)
            {
                var copy = new CopyDisk { Pool = pool, Volume = cli.Get(name), Format = cli.Get(format), AtReady = AtReady.Pivot, DeleteSource = !cli.Get(keep), Rate = cli.Get(rate) };
                var moved = await cli.Client.DiskJobs.CopyAsync(machine, drive!, copy, cancellationToken);
                await JobFollower.FollowAsync(cli, moved, limits, $"Disk {drive} of {machine} is in {pool} now.", true, cancellationToken);
                return ExitStatus.Ok;
            }

            var (from, old) = StorageArgument.VolumeOf(volume!);
            var request = new MoveVolume { Pool = pool, Volume = cli.Get(name), Format = cli.Get(format), Keep = cli.Get(keep), Rate = cli.Get(rate) };
            var job = await cli.Client.DiskJobs.MoveAsync(from, old, request, cancellationToken);
            await JobFollower.FollowAsync(cli, job, limits, $"{from}/{old} is {pool}/{cli.Get(name) ?? old} now.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
