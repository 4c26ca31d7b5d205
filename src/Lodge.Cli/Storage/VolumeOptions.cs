using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;

namespace Lodge.Cli.Storage;

/// <summary>The options that say how a new volume is laid out.</summary>
internal sealed class VolumeOptions
{
    private readonly Option<VolumeFormat?> _format = Opt.Choice<VolumeFormat>("--format", "How it is laid out; qcow2 in pools of files, raw in others, if not given.");
    private readonly Option<Preallocation?> _reserve = Opt.Choice<Preallocation>("--reserve", "What of it is reserved at once; off if not given.");
    private readonly Option<string> _base = Opt.Text("--base", "VOLUME|/PATH", "The image that it is based on, which must not change any more: a linked clone.");
    private readonly Option<VolumeFormat?> _baseFormat = Opt.Choice<VolumeFormat>("--base-format", "Format of that image; needed for a path.");
    private readonly Option<string> _secret = Opt.Text("--encrypt", "SECRET", "Encrypt it with LUKS and the passphrase of this secret.");
    private readonly Option<ByteSize?> _cluster = Opt.Size("--cluster-size", "Size of a qcow2 cluster; 64K if not given.");
    private readonly Option<bool> _subclusters = Opt.Flag("--subclusters", "Divide qcow2 clusters into 32 subclusters.");
    private readonly Option<string> _data = Opt.Text("--data-file", "NAME", "Have a raw file of this name in the same pool take the guest's data.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _format, _reserve, _base, _baseFormat, _secret, _cluster, _subclusters, _data })
        {
            command.Add(option);
        }
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="LodgeException">A value makes no sense.</exception>
    public VolumeRequest Of(Invocation cli, string name, ByteSize? capacity) => new()
    {
        Name = name,
        Capacity = capacity,
        Format = cli.Get(_format),
        Preallocation = cli.Get(_reserve),
        Backing = cli.Get(_base) is { } image ? Backing(cli, image, cli.Get(_baseFormat)) : null,
        Encryption = cli.Get(_secret) is { } secret ? new VolumeEncryption(StorageArgument.SecretOf("--encrypt", secret)) : null,
        ClusterSize = cli.Get(_cluster),
        ExtendedL2 = cli.Get(_subclusters) ? true : null,
        DataFile = cli.Get(_data),
    };

    /// <summary>The image that a text means: a path, or a volume.</summary>
    public static BackingRequest Backing(Invocation cli, string text, VolumeFormat? format)
    {
        if (text.StartsWith('/') || text.StartsWith("./", StringComparison.Ordinal))
        {
            return format is null
                ? throw new LodgeException(
                    ErrorCode.InvalidArgument, $"Nothing says which format '{text}' has.", "Say it: --base-format raw or --base-format qcow2. It is never guessed: a guest could have written the header of another one.")
                : new BackingRequest { Path = HostPath.Absolute(cli, text), Format = format };
        }

        var (pool, volume) = StorageArgument.VolumeOf(text);
        return new BackingRequest { Pool = pool, Volume = volume, Format = format };
    }
}
