using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Storage;
using Lodge.Bench.Bare;
using Lodge.Bench.Lab;
using Lodge.Bench.Report;
using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Jobs;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;

namespace Lodge.Bench.Scenarios;

/// <summary>
/// The bytes of volumes through the API, and of an image that is imported, against <c>dd</c> from and to the same file system;
/// and a linked clone. Lodge and <c>dd</c> take turns.
/// </summary>
internal sealed class VolumeBytes(Workbench bench)
{
    private const string Pool = "lab";
    private const string Target = "target";
    private const double LeastShare = 0.8;
    private const double LongestClone = 50; // Milliseconds.

    private readonly long _size = (bench.Options.Quick ? 16L : 512L) << 20;

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = new BenchDaemon(bench, "storage", apart: Environment.IsPrivilegedProcess);
        await daemon.StartAsync();
        using var client = daemon.Client();
        var folder = Directory.CreateDirectory(Path.Combine(daemon.Root, "pool")).FullName;
        var pool = new PoolDefinition { Name = Pool, Backend = new FolderPoolBackend { Path = folder } };
        await client.Pools.CreateAsync(new CreatePool { Definition = pool, Start = true });
        var source = Path.Combine(daemon.Root, "source");
        await RandomFile.WriteAsync(source, _size);
        var copy = new FileCopy(bench, source, Path.Combine(daemon.Root, "copy"));
        try
        {
            var (upload, download) = await TransferAsync(client, copy);
            return [upload, download, await ImportAsync(client, copy), await CloneAsync(client)];
        }
        finally
        {
            await client.Pools.StopAsync(Pool);
        }
    }

    private async Task<(Row Upload, Row Download)> TransferAsync(LodgeClient client, FileCopy copy)
    {
        await EndAsync(client, await client.Volumes.CreateAsync(Pool, new CreateVolume { Volume = Volume(Target, VolumeFormat.Raw) }));
        var (up, flushed, down, written) = (new Samples(), new Samples(), new Samples(), new Samples());
        var runs = bench.Options.Runs(7, 2);
        Workbench.Say($"upload and download of {_size >> 20} MiB: {runs} times");
        for (var i = -1; i < runs; i++)
        {
            var times = (
                Up: await Clock.TimeAsync(() => UploadAsync(client, copy.Source)),
                Flushed: await copy.TimeAsync(flush: true),
                Down: await Clock.TimeAsync(() => DownloadAsync(client, copy.Target)),
                Written: await copy.TimeAsync(flush: false));
            if (i >= 0) // The first one warms everything up.
            {
                up.Add(Rate(times.Up));
                flushed.Add(Rate(times.Flushed));
                down.Add(Rate(times.Down));
                written.Add(Rate(times.Written));
            }
        }

        return (
            Transfer("volume-upload", "upload of a raw volume, flushed", up, new Peer("dd with conv=fsync", flushed)),
            Transfer("volume-download", "download of a raw volume into a file", down, new Peer("dd", written)));
    }

    private async Task<Row> ImportAsync(LodgeClient client, FileCopy copy)
    {
        var (import, flushed) = (new Samples(), new Samples());
        var image = Path.ChangeExtension(copy.Source, ".qcow2");
        await QemuImg.ConvertAsync(bench, copy.Source, image);
        var runs = bench.Options.Runs(5, 1);
        Workbench.Say($"import of an image of {_size >> 20} MiB: {runs} times");
        for (var i = 0; i < runs; i++)
        {
            import.Add(Rate(await Clock.TimeAsync(async () =>
                await EndAsync(client, await client.Images.ImportAsync(new ImportImage { Path = image, Name = "bench/import", Format = ImportFormat.Qcow2 })))));
            await client.Images.DeleteAsync("bench/import");
            flushed.Add(Rate(await copy.TimeAsync(flush: true)));
        }

        return Transfer("image-import", "import of a qcow2 image: checked, hashed, copied, flushed", import, new Peer("dd with conv=fsync", flushed));
    }

    private async Task<Row> CloneAsync(LodgeClient client)
    {
        await EndAsync(client, await client.Volumes.CreateAsync(Pool, new CreateVolume { Volume = Volume("base", VolumeFormat.Qcow2) }));
        var (linked, bare) = (new Samples(), new Samples());
        var runs = bench.Options.Runs(40, 5);
        Workbench.Say($"linked clone: {runs} times");
        for (var i = -2; i < runs; i++)
        {
            var volume = Volume($"clone{i}", VolumeFormat.Qcow2) with { Backing = new BackingRequest { Volume = "base" } };
            var clone = await Clock.TimeAsync(async () => await EndAsync(client, await client.Volumes.CreateAsync(Pool, new CreateVolume { Volume = volume })));
            var create = await QemuImg.TimeCreateAsync(bench, _size);
            if (i >= 0)
            {
                linked.Add(clone);
                bare.Add(create);
            }
        }

        return new Row
        {
            Id = "linked-clone",
            What = "linked clone of a volume, until its job has ended",
            Lodge = linked,
            Peer = new Peer("qemu-img create", bare),
            Goal = Goal.AtMost(LongestClone),
        };
    }

    private static Row Transfer(string id, string what, Samples lodge, Peer peer) => new()
    {
        Id = id,
        What = what,
        Unit = "MB a second",
        Lodge = lodge,
        Peer = peer,
        MoreIsBetter = true,
        Goal = Goal.Share(LeastShare),
    };

    private VolumeRequest Volume(string name, VolumeFormat format) => new() { Name = name, Capacity = new ByteSize(_size), Format = format };

    private double Rate(TimeSpan time) => _size / 1e6 / time.TotalSeconds;

    private static async Task UploadAsync(LodgeClient client, string file)
    {
        await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        await client.Volumes.UploadAsync(Pool, Target, 0, source);
    }

    private static async Task DownloadAsync(LodgeClient client, string file)
    {
        await using var target = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await client.Volumes.DownloadAsync(Pool, Target, 0, target, null);
    }

    private static async Task EndAsync(LodgeClient client, Job job)
    {
        var ended = await client.WaitForJobAsync(job);
        if (ended.State != JobState.Succeeded)
        {
            throw new LodgeException(ErrorCode.Internal, $"{ended.Kind} of the bench ended {ended.State}: {ended.Error?.Message}");
        }
    }
}
