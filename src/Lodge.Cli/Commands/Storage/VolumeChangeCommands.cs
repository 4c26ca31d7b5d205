using System.CommandLine;
using Lodge.Api.Contracts.Storage;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Storage;
using Lodge.Cli.Work;
using Lodge.Model.Storage;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge volume resize</c>, <c>rebase</c>, <c>wipe</c> and <c>delete</c></summary>
internal static class VolumeChangeCommands
{
    /// <summary><c>lodge volume resize</c></summary>
    public static Verb Resize()
    {
        var which = StorageArgument.Volume();
        var size = new Argument<string>("SIZE") { Description = "What a guest shall see of it, such as 40G.", Arity = ArgumentArity.ExactlyOne };
        var shrink = Opt.Flag("--shrink", "Let it become smaller, which throws away what is beyond.");
        var allocate = Opt.Flag("--reserve", "Reserve at once what is added.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("resize", "Change what a guest sees of a volume; a running guest sees it at once.")
        {
            Completes = Completes.Volume,
            Examples = [new("lodge volume resize web1.qcow2 40G", "larger"), new("lodge volume resize web1.qcow2 10G --shrink", "smaller: shrink its file system first")],
        };
        verb.Add(which);
        verb.Add(size);
        verb.Add(shrink);
        verb.Add(allocate);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (pool, name) = StorageArgument.VolumeOf(cli, which);
            var capacity = StorageArgument.SizeOf(cli.Get(size)!);
            var request = new ResizeVolume { Capacity = capacity, Shrink = cli.Get(shrink), Allocate = cli.Get(allocate) };
            var job = await cli.Client.Volumes.ResizeAsync(pool, name, request, cancellationToken);
            await JobFollower.FollowAsync(cli, job, wait.Of(cli), $"{pool}/{name} has {capacity} now.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge volume rebase</c></summary>
    public static Verb Rebase()
    {
        var which = StorageArgument.Volume();
        var onto = Opt.Text("--base", "VOLUME|/PATH", "The image that it is based on from then on; without it, all that it reads from others is copied into it.");
        var format = Opt.Choice<VolumeFormat>("--base-format", "Format of that image; needed for a path.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("rebase", "Base a qcow2 volume on another image, or on none; what a guest reads of it stays the same.")
        {
            Completes = Completes.Volume,
            Examples =
            [
                new("lodge volume rebase web2.qcow2", "it stands alone then"),
                new("lodge volume rebase web2.qcow2 --base web-new.qcow2", "on another image"),
            ],
        };
        verb.Add(which);
        verb.Add(onto);
        verb.Add(format);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (pool, name) = StorageArgument.VolumeOf(cli, which);
            var backing = cli.Get(onto) is { } image ? VolumeOptions.Backing(cli, image, cli.Get(format)) : null;
            var job = await cli.Client.Volumes.RebaseAsync(pool, name, backing, cancellationToken);
            var done = backing is null ? $"{pool}/{name} stands alone now." : $"{pool}/{name} is based on {cli.Get(onto)} now.";
            await JobFollower.FollowAsync(cli, job, wait.Of(cli), done, true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge volume wipe</c></summary>
    public static Verb Wipe()
    {
        var which = StorageArgument.Volume();
        var method = Opt.Choice<WipeMethod>("--method", "How it is overwritten; zero if not given.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("wipe", "Overwrite a volume that no VM and no other volume needs; its size stays.")
        {
            Completes = Completes.Volume,
            Examples = [new("lodge volume wipe old.raw", "with zeros"), new("lodge volume wipe old.raw --method random", "with random bytes")],
        };
        verb.Add(which);
        verb.Add(method);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (pool, name) = StorageArgument.VolumeOf(cli, which);
            var job = await cli.Client.Volumes.WipeAsync(pool, name, cli.Get(method) ?? WipeMethod.Zero, cancellationToken);
            await JobFollower.FollowAsync(cli, job, wait.Of(cli), $"{pool}/{name} is wiped.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge volume delete</c></summary>
    public static Verb Delete()
    {
        var which = StorageArgument.Volume();
        var force = Opt.Flag("--force", "Delete it though the definition of a VM that does not run names it.");
        var verb = new Verb("delete", "Delete a volume that no VM and no other volume needs.")
        {
            Completes = Completes.Volume,
            Examples = [new("lodge volume delete old.qcow2", "refused while something needs it, which is named")],
        };
        verb.Add(which);
        verb.Add(force);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (pool, name) = StorageArgument.VolumeOf(cli, which);
            await cli.Client.Volumes.DeleteAsync(pool, name, cli.Get(force), cancellationToken);
            cli.Output.Done($"{pool}/{name} is deleted.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
