using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Storage;
using Lodge.Cli.Storage;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge pool start</c>, <c>stop</c>, <c>refresh</c>, <c>build</c> and <c>delete</c></summary>
internal static class PoolStateCommands
{
    /// <summary><c>lodge pool start</c></summary>
    public static Verb Start()
    {
        var name = StorageArgument.Pool();
        var build = Opt.Flag("--build", "Make first what it is made of.");
        var verb = new Verb("start", "Take a storage pool into use: mount it, log in to it.")
        {
            Completes = Completes.Pool,
            Examples = [new("lodge pool start fast", "VMs can have disks there from then on")],
        };
        verb.Add(name);
        verb.Add(build);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var pool = await cli.Client.Pools.StartAsync(cli.Get(name)!, cli.Get(build), cancellationToken);
            cli.Output.Done(pool, ApiJson.Default.Pool, PoolText.Created(pool));
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge pool stop</c></summary>
    public static Verb Stop()
    {
        var name = StorageArgument.Pool();
        var verb = new Verb("stop", "Take a storage pool out of use; what is in it stays.")
        {
            Completes = Completes.Pool,
            Examples = [new("lodge pool stop fast", "refused while a running VM has a disk there")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var pool = await cli.Client.Pools.StopAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Done(pool, ApiJson.Default.Pool, $"{pool.Name} is stopped{(pool.Persistent ? "" : " and forgotten")}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge pool refresh</c></summary>
    public static Verb Refresh()
    {
        var name = StorageArgument.Pool();
        var verb = new Verb("refresh", "Measure a storage pool and list its volumes anew.")
        {
            Completes = Completes.Pool,
            Examples = [new("lodge pool refresh fast", "after files came or went by other hands")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var pool = await cli.Client.Pools.RefreshAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Done(pool, ApiJson.Default.Pool, $"{pool.Name} has {pool.VolumeCount ?? 0} volumes.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge pool build</c></summary>
    public static Verb Build()
    {
        var name = StorageArgument.Pool();
        var overwrite = Opt.Flag("--overwrite", "Throw away what is there.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("build", "Make what a storage pool is made of: a folder, a file system, a volume group, a partition table.")
        {
            Completes = Completes.Pool,
            Examples = [new("lodge pool build usb", "refused where something is already")],
        };
        verb.Add(name);
        verb.Add(overwrite);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var job = await cli.Client.Pools.BuildAsync(cli.Get(name)!, cli.Get(overwrite), cancellationToken);
            await JobFollower.FollowAsync(cli, job, wait.Of(cli), $"{job.Subject} is built.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge pool delete</c></summary>
    public static Verb Delete()
    {
        var name = StorageArgument.Pool();
        var storage = Opt.Flag("--storage", "Delete what it is made of too, which must be empty.");
        var verb = new Verb("delete", "Take a storage pool out of use and forget it; what is in it stays.")
        {
            Completes = Completes.Pool,
            Examples =
            [
                new("lodge pool delete fast", "the files stay"),
                new("lodge pool delete fast --storage", "the empty folder goes too"),
            ],
        };
        verb.Add(name);
        verb.Add(storage);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var pool = await cli.Client.Pools.GetAsync(cli.Get(name)!, cancellationToken);
            if (pool.IsActive)
            {
                await cli.Client.Pools.StopAsync(pool.Id.ToString(), cancellationToken);
            }

            // A transient pool is forgotten as soon as it stops.
            if (pool.Persistent)
            {
                await cli.Client.Pools.DeleteAsync(pool.Id.ToString(), cli.Get(storage), cancellationToken);
            }

            cli.Output.Done($"{pool.Name} is deleted{(cli.Get(storage) ? "" : "; what is in it is still there")}.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
