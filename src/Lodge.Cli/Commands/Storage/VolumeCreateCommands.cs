using System.CommandLine;
using Lodge.Api.Contracts.Storage;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Storage;
using Lodge.Cli.Work;
using Lodge.Model.Storage;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge volume create</c> and <c>lodge volume clone</c></summary>
internal static class VolumeCreateCommands
{
    /// <summary><c>lodge volume create</c></summary>
    public static Verb Make()
    {
        var which = StorageArgument.Volume(description: "The new volume: POOL/NAME, or NAME in the pool 'default'.");
        var size = new Argument<string?>("SIZE") { Description = "What a guest sees of it, such as 20G; that of its base when left out.", Arity = ArgumentArity.ZeroOrOne };
        var options = new VolumeOptions();
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("create", "Make an empty volume, or one that is based on another image.")
        {
            Completes = Completes.Pool,
            Examples =
            [
                new("lodge volume create data.qcow2 20G", "takes room as it is written"),
                new("lodge volume create fast/db.raw 100G --format raw --reserve falloc", "takes all its room at once"),
                new("lodge volume create web2.qcow2 --base web.qcow2", "a linked clone: only what differs"),
            ],
        };
        verb.Add(which);
        verb.Add(size);
        options.AddTo(verb);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (pool, name) = StorageArgument.VolumeOf(cli, which);
            var request = new CreateVolume { Volume = options.Of(cli, name, cli.Get(size) is { } wanted ? StorageArgument.SizeOf(wanted) : null) };
            var job = await cli.Client.Volumes.CreateAsync(pool, request, cancellationToken);
            await JobFollower.FollowAsync(cli, job, wait.Of(cli), $"{pool}/{name} is made.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge volume clone</c></summary>
    public static Verb Clone()
    {
        var source = StorageArgument.Volume("SOURCE", "The volume that is copied: POOL/NAME, or NAME in the pool 'default'.");
        var which = StorageArgument.Volume("VOLUME", "The new volume: POOL/NAME, or NAME in the pool 'default'.");
        var size = Opt.Size("--size", "What a guest sees of the copy; the same if not given.");
        var compress = Opt.Flag("--compress", "Compress what is copied; qcow2 only.");
        var options = new VolumeOptions();
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("clone", "Copy a volume, into another pool or format if asked to.")
        {
            Completes = Completes.Volume,
            Notes = "Within a pool on btrfs or XFS a copy of the same format shares its blocks with the source, and takes an instant.",
            Examples =
            [
                new("lodge volume clone web1.qcow2 web2.qcow2", "a copy that stands alone"),
                new("lodge volume clone old.vmdk web3.qcow2 --format qcow2", "converted"),
                new("lodge volume clone web1.qcow2 archive/web1.qcow2 --compress", "into another pool, compressed"),
            ],
        };
        verb.Add(source);
        verb.Add(which);
        verb.Add(size);
        verb.Add(compress);
        options.AddTo(verb);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (fromPool, from) = StorageArgument.VolumeOf(cli, source);
            var (pool, name) = StorageArgument.VolumeOf(cli, which);
            var volume = options.Of(cli, name, cli.Get(size)) with { Compress = cli.Get(compress) ? true : null };
            var job = await cli.Client.Volumes.CreateAsync(pool, new CreateVolume { Volume = volume, From = new VolumeName(fromPool, from) }, cancellationToken);
            await JobFollower.FollowAsync(cli, job, wait.Of(cli), $"{pool}/{name} is a copy of {fromPool}/{from}.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
