using System.CommandLine;
using System.Globalization;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Storage;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge volume upload</c> and <c>lodge volume download</c></summary>
internal static class VolumeTransferCommands
{
    /// <summary><c>lodge volume upload</c></summary>
    public static Verb Upload()
    {
        var which = StorageArgument.Volume();
        var file = LocalFile("Where from; - for standard input.");
        var offset = Opt.Sequence("--offset", "BYTES", "Begin at this byte of file and volume, to go on with an upload that was interrupted.");
        var verb = new Verb("upload", "Write a file over the bytes of a volume that no running VM has.")
        {
            Completes = Completes.Volume,
            Notes = "The volume keeps its format: a raw volume takes raw bytes, a qcow2 volume a qcow2 image.",
            Examples = [new("lodge volume upload data.raw disk.img", "from a file here"), new("zcat disk.gz | lodge volume upload data.raw -", "from a pipe")],
        };
        verb.Add(which);
        verb.Add(file);
        verb.Add(offset);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (pool, name) = StorageArgument.VolumeOf(cli, which);
            var start = cli.Get(offset) ?? 0;
            await using var source = LocalStream.Open(cli, cli.Get(file)!, () => cli.Host.Io.InputBytes, FileMode.Open);
            if (start > 0 && source.CanSeek)
            {
                source.Seek(start, SeekOrigin.Begin);
            }

            var count = await cli.Client.Volumes.UploadAsync(pool, name, start, source, cancellationToken);
            cli.Output.Done(string.Create(CultureInfo.InvariantCulture, $"{pool}/{name} has {Sizes.Of(count)} from {cli.Get(file)}."));
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge volume download</c></summary>
    public static Verb Download()
    {
        var which = StorageArgument.Volume();
        var file = LocalFile("Where to; - for standard output.");
        var resume = Opt.Flag("--resume", "Go on where the file ends, after a download that was interrupted.");
        var verb = new Verb("download", "Copy the bytes of a volume to a file.")
        {
            Completes = Completes.Volume,
            Notes = "Bytes come as they are: of a qcow2 volume a qcow2 image. Stop its VM first, or what comes is of no one moment.",
            Examples = [new("lodge volume download web1.qcow2 web1.qcow2", "into a file here"), new("lodge volume download data.raw - | gzip > data.gz", "into a pipe")],
        };
        verb.Add(which);
        verb.Add(file);
        verb.Add(resume);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (pool, name) = StorageArgument.VolumeOf(cli, which);
            await using var target = LocalStream.Open(cli, cli.Get(file)!, () => cli.Host.Io.OutputBytes, cli.Get(resume) ? FileMode.Append : FileMode.Create);
            var start = cli.Get(resume) && target.CanSeek ? target.Position : 0;
            using var progress = new TransferProgress(cli, $"Downloading {pool}/{name}");
            await cli.Client.Volumes.DownloadAsync(pool, name, start, target, progress, cancellationToken);
            progress.Clear();
            if (cli.Get(file) != LocalStream.Standard)
            {
                cli.Output.Done($"{cli.Get(file)} has {Sizes.Of(target.Position)} of {pool}/{name}.");
            }

            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Argument<string> LocalFile(string description) => new("FILE") { Description = description, Arity = ArgumentArity.ExactlyOne };
}
