using System.Security.Cryptography;
using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.Storage.Tests.Support;

namespace Lodge.Storage.Tests.Backends;

/// <summary>Volumes in a folder, made and changed by the real qemu-img.</summary>
public sealed class FolderVolumeTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly PoolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Volume_has_what_was_asked_for()
    {
        var made = await _bench.MakeAsync(PoolBench.Request("a.qcow2", VolumeFormat.Qcow2) with
        {
            ClusterSize = ByteSize.FromKiB(128), ExtendedL2 = true, LazyRefcounts = true, Compression = Qcow2Compression.Zstd, Preallocation = Preallocation.Metadata,
        });
        Assert.Equal((VolumeFormat.Qcow2, 16L << 20), (made.Format, made.Capacity));
        Assert.Equal(new Qcow2Details(3, 131072, true, true, null, Qcow2Compression.Zstd), made.Qcow2);
        Assert.Equal("0600", made.Permissions!.Mode);

        var full = await _bench.MakeAsync(PoolBench.Request("b.raw", VolumeFormat.Raw) with { Preallocation = Preallocation.Falloc });
        Assert.True(full.Allocation >= 16 << 20);
        var thin = await _bench.MakeAsync(PoolBench.Request("c.raw", VolumeFormat.Raw));
        Assert.Equal((16L << 20, true), (thin.Capacity, thin.Allocation < 1 << 20));
        var split = await _bench.MakeAsync(PoolBench.Request("d.qcow2", VolumeFormat.Qcow2) with { DataFile = "d.raw" });
        Assert.Equal(_bench.PathOf("d.raw"), split.Qcow2!.DataFile);
    }

    [Fact]
    public async Task Encrypted_volume_is_copied_and_resized_with_its_secret()
    {
        var secret = new VolumeEncryption(PoolBench.KnownSecrets.Id);
        var made = await _bench.MakeAsync(PoolBench.Request("luks", VolumeFormat.Qcow2, 1) with { Encryption = secret });
        Assert.True(made.Encrypted);
        var plain = await _bench.MakeAsync(PoolBench.Request("plain", VolumeFormat.Raw, 1), PoolBench.Origin(made));
        Assert.False(plain.Encrypted);
        await _bench.Driver.Volumes.ResizeAsync(_bench.Access, made with { SecretId = secret.SecretId }, new VolumeResize(2 << 20), PoolBench.Silent, None);
        Assert.Equal(2 << 20, (await _bench.FindAsync("luks"))!.Capacity);
    }

    [Fact]
    public async Task Contents_survive_every_format_and_linked_clones_are_flattened()
    {
        var raw = await _bench.MakeAsync(PoolBench.Request("raw", VolumeFormat.Raw, 4));
        var data = RandomNumberGenerator.GetBytes(1 << 20);
        await using (var content = await _bench.Driver.Volumes.OpenAsync(_bench.Access, raw, write: true, None))
        {
            await content.WriteAsync(data, 2 << 20, None);
        }

        var last = raw;
        foreach (var format in new[] { VolumeFormat.Vmdk, VolumeFormat.Vhdx, VolumeFormat.Vdi, VolumeFormat.Qcow2 })
        {
            last = await _bench.MakeAsync(PoolBench.Request($"as.{format}", format, 4), PoolBench.Origin(last));
            Assert.Equal((format, 4L << 20), (last.Format, last.Capacity));
        }

        var linked = await _bench.MakeAsync(PoolBench.Request("linked", VolumeFormat.Qcow2, 4) with { Backing = new BackingRequest { Volume = last.Name } }, backing: PoolBench.Origin(last));
        Assert.Equal(last.Key, linked.Backing!.Name);
        Assert.Single(linked.Chain!);
        await _bench.Driver.Volumes.RebaseAsync(_bench.Access, linked, null, PoolBench.Silent, None);
        var flat = (await _bench.FindAsync("linked"))!;
        Assert.Null(flat.Backing);

        var back = await _bench.MakeAsync(PoolBench.Request("back", VolumeFormat.Raw, 4), PoolBench.Origin(flat));
        var bytes = await File.ReadAllBytesAsync(back.Key, None);
        Assert.True(bytes.AsSpan(2 << 20, 1 << 20).SequenceEqual(data));
        Assert.False(bytes.AsSpan(0, 2 << 20).ContainsAnyExcept((byte)0));
        Assert.True(back.Allocation < 3 << 20);
    }

    [Fact]
    public async Task Five_thousand_volumes_are_listed_by_their_headers()
    {
        var header = await File.ReadAllBytesAsync((await _bench.MakeAsync(PoolBench.Request("0", VolumeFormat.Qcow2))).Key, None);
        for (var index = 1; index < 5000; index++)
        {
            await File.WriteAllBytesAsync(_bench.PathOf($"{index}"), header[..4096], None);
        }

        var listed = await _bench.Driver.Volumes.ListAsync(_bench.Access, None);
        Assert.Equal(5000, listed.Count);
        Assert.All(listed, volume => Assert.Equal(VolumeFormat.Qcow2, volume.Format));
    }

    [Fact]
    public async Task Bad_images_are_told_and_lead_nowhere()
    {
        var good = await _bench.MakeAsync(PoolBench.Request("good", VolumeFormat.Qcow2));
        var bytes = await File.ReadAllBytesAsync(good.Key, None);
        await File.WriteAllBytesAsync(_bench.PathOf("cut"), bytes[..50], None);
        Assert.Contains("within its header", (await _bench.FindAsync("cut"))!.Problem, StringComparison.Ordinal);

        var huge = bytes.ToArray();
        huge.AsSpan(24, 8).Fill(0xFF);
        await File.WriteAllBytesAsync(_bench.PathOf("huge"), huge, None);
        Assert.Contains("claims", (await _bench.FindAsync("huge"))!.Problem, StringComparison.Ordinal);

        var loop = await _bench.MakeAsync(PoolBench.Request("loop", VolumeFormat.Qcow2) with { Backing = new BackingRequest { Volume = "good" } }, backing: PoolBench.Origin(good));
        File.Move(loop.Key, good.Key, overwrite: true);
        Assert.Contains("circle", (await _bench.FindAsync("good"))!.Chain![0].Problem, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(_bench.PathOf("data"), bytes, None);
        var raw = (await _bench.FindAsync("data", VolumeFormat.Raw))!;
        Assert.Equal((VolumeFormat.Raw, bytes.LongLength), (raw.Format, raw.Capacity));
    }

    [Fact]
    public async Task Volume_that_somebody_writes_is_neither_resized_nor_deleted_nor_wiped()
    {
        var raw = await _bench.MakeAsync(PoolBench.Request("raw", VolumeFormat.Raw, 1));
        var image = await _bench.MakeAsync(PoolBench.Request("image", VolumeFormat.Qcow2, 1));
        var volumes = _bench.Driver.Volumes;
        foreach (var volume in new[] { raw, image })
        {
            await using var open = await volumes.OpenAsync(_bench.Access, volume, write: true, None);
            await RefusedAsync(() => volumes.ResizeAsync(_bench.Access, volume, new VolumeResize(2 << 20), PoolBench.Silent, None));
            await RefusedAsync(() => volumes.DeleteAsync(_bench.Access, volume, None));
            await RefusedAsync(() => volumes.WipeAsync(_bench.Access, volume, WipeMethod.Zero, PoolBench.Silent, None));
        }

        await volumes.WipeAsync(_bench.Access, image, WipeMethod.Random, PoolBench.Silent, None);
        Assert.Null((await _bench.FindAsync("image"))!.Problem);
        Assert.Equal(1 << 20, (await _bench.FindAsync("image"))!.Capacity);

        static async Task RefusedAsync(Func<Task> act) => Assert.Equal(ErrorCode.ImageInUse, (await Assert.ThrowsAsync<LodgeException>(act)).Error.Code);
    }

    [Fact]
    public async Task Cancelled_work_leaves_no_file()
    {
        var from = await _bench.MakeAsync(PoolBench.Request("from", VolumeFormat.Raw, 512) with { Preallocation = Preallocation.Falloc });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        var plan = new VolumePlan(PoolBench.Request("to", VolumeFormat.Qcow2, 512) with { Preallocation = Preallocation.Full }) { From = PoolBench.Origin(from) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.Driver.Volumes.CreateAsync(_bench.Access, plan, PoolBench.Silent, cancel.Token));
        Assert.Equal(["from"], Directory.EnumerateFiles(_bench.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Holes_stay_holes_where_zeros_are_cleared()
    {
        var raw = await _bench.MakeAsync(PoolBench.Request("raw", VolumeFormat.Raw, 4));
        await using (var content = await _bench.Driver.Volumes.OpenAsync(_bench.Access, raw, write: true, None))
        {
            await content.WriteAsync(new byte[1 << 20], 0, None);
            await content.ClearAsync(0, 1 << 20, None);
            await content.WriteAsync("x"u8.ToArray(), 2 << 20, None);
            Assert.Equal(2 << 20, content.NextData(0)!.Value.Offset);
        }

        Assert.True(FileSpace.Of(raw.Key).Allocated < 1 << 20);
    }
}
