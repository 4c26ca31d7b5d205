using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Editing;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Storage;
using Lodge.Cli.Storage;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge pool create</c></summary>
internal static class PoolCreateCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = new Argument<string>("NAME") { Description = "Name of the storage pool.", Arity = ArgumentArity.ExactlyOne };
        var options = new PoolOptions();
        var build = Opt.Flag("--build", "Make first what it is made of: a file system, a volume group, a partition table. Nothing that is there is thrown away.");
        var set = Opt.Texts("--set", "PATH=VALUE", "Any field of the definition, such as thresholds.warning=70.");
        var file = Opt.Text("--file", "FILE", "The whole definition from FILE, or - for standard input, instead of options.");
        var noStart = Opt.Flag("--no-start", "Do not take it into use yet.");
        var transient = Opt.Flag("--transient", "Forget the pool when it stops.");
        var verb = new Verb("create", "Make a storage pool and take it into use.")
        {
            Notes = "A folder is made when it is not there. When anything fails, no pool is created.",
            Examples =
            [
                new("lodge pool create fast --folder /srv/fast", "a folder; on btrfs and XFS, clones take an instant"),
                new("lodge pool create usb --file-system /dev/sdb1", "a file system, mounted at /mnt/lodge/usb"),
                new("lodge pool create nas --nfs nas.example.org:/vms", "an NFS server"),
                new("lodge pool create san --iscsi-direct 10.0.0.5/iqn.2026-11.org.example:vms", "an iSCSI target"),
                new("lodge pool create ceph --rbd vms --monitor 10.0.0.6 --user lodge --secret 4f0c…", "a Ceph cluster"),
                new("lodge pool create thin --lvm-thin vg0/thin", "a thin pool of LVM"),
            ],
        };
        verb.Add(name);
        options.AddTo(verb);
        foreach (var option in new Option[] { build, set, file, noStart, transient })
        {
            verb.Add(option);
        }

        verb.Handler = async (cli, cancellationToken) =>
        {
            if (cli.Get(transient) && cli.Get(noStart))
            {
                throw Wrong("--transient and --no-start exclude each other: a transient storage pool exists only while it is in use.");
            }

            var (json, harmless) = cli.Get(file) is { } path
                ? (await FromFileAsync(cli, path, options, cancellationToken), false)
                : FromOptions(cli.Get(name)!, options.Of(cli), cli.Get(set) ?? []);
            var request = DefinitionRequest.Of(
                json, ("build", harmless || cli.Get(build)), ("start", !cli.Get(noStart)), ("transient", cli.Get(transient)));
            var pool = await cli.Client.Pools.CreateAsync(request, cancellationToken);
            cli.Output.Done(pool, ApiJson.Default.Pool, PoolText.Created(pool));
            return ExitStatus.Ok;
        };
        return verb;
    }

    // A folder is made without being asked for: that harms nothing.
    private static (byte[] Json, bool BuildIsHarmless) FromOptions(string name, PoolWishes wishes, string[] assignments)
    {
        var definition = PoolPlan.Make(name, wishes);
        return (FieldEdit.Assigned(definition, ApiJson.Default.PoolDefinition, assignments), definition.Backend is FolderPoolBackend);
    }

    private static Task<byte[]> FromFileAsync(Invocation cli, string path, PoolOptions options, CancellationToken cancellationToken) =>
        options.AreUsed(cli)
            ? throw Wrong("--file and options that say what the storage pool shall be exclude each other.")
            : InputFile.ReadAsync(cli, path, cancellationToken);

    private static LodgeException Wrong(string message) => new(ErrorCode.InvalidArgument, message, "See: lodge pool create --help");
}
