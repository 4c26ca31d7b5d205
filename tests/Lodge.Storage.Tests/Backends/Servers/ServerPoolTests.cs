using System.Security.Cryptography;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Tests.Support;
using Lodge.TestSupport.Storage;

namespace Lodge.Storage.Tests.Backends.Servers;

/// <summary>Pools on real servers that the host's kernel knows nothing of.</summary>
public sealed class ServerPoolTests(ServerPools servers) : IClassFixture<ServerPools>
{
    private const int MiB = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Volumes_of_Ceph_are_made_filled_cloned_and_deleted_and_a_wrong_key_is_told()
    {
        var server = await servers.CephAsync();
        using var bench = ServerPools.Ceph(server);
        using var folder = new PoolBench(secrets: bench.Access.Secrets);
        await bench.Driver.StartAsync(bench.Access, Token);
        Assert.Contains("manager", (await bench.Driver.MeasureAsync(bench.Access, Token)).Degraded!.Message, StringComparison.Ordinal);

        var first = await bench.MakeAsync(PoolBench.Request("first", VolumeFormat.Raw));
        Assert.Equal(("rbd:rbd/first", 16L * MiB), (first.Key, first.Capacity));
        var data = await FillAsync(bench, first);
        var link = await bench.MakeAsync(PoolBench.Request("link", VolumeFormat.Raw, 32), backing: PoolBench.Origin(first));
        Assert.Equal((first.Key, 32L * MiB), (link.Backing!.Name, link.Capacity));
        Assert.Equal(data, await ReadAsync(bench, link));
        Assert.Equal(ErrorCode.ImageInUse, (await RefusedAsync(() => bench.Driver.Volumes.DeleteAsync(bench.Access, first, Token))).Code);

        await bench.Driver.Volumes.RebaseAsync(bench.Access, link, null, PoolBench.Silent, Token);
        Assert.Null((await bench.FindAsync("link"))!.Backing);
        await bench.Driver.Volumes.DeleteAsync(bench.Access, first, Token);

        var away = await folder.MakeAsync(PoolBench.Request("away", VolumeFormat.Qcow2, 32), PoolBench.Origin(link));
        var back = await bench.MakeAsync(PoolBench.Request("back", VolumeFormat.Raw, 32), PoolBench.Origin(away));
        Assert.Equal(data, await ReadAsync(bench, back));
        using (var cancelled = new CancellationTokenSource())
        {
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Driver.Volumes.CreateAsync(
                bench.Access, new VolumePlan(PoolBench.Request("half", VolumeFormat.Raw, 32)) { From = PoolBench.Origin(away) }, PoolBench.Silent, cancelled.Token));
        }

        await StorageServer.RunAsync("rbd", "--conf", Path.Combine(server.Folder, "ceph.conf"), "create", "--size", "1M", "rbd/.lodge-new-half");
        await bench.Driver.StartAsync(bench.Access, Token);
        await bench.Driver.Volumes.ResizeAsync(bench.Access, back, new VolumeResize(48L * MiB), PoolBench.Silent, Token);
        Assert.Equal(["back 48", "link 32"], (await bench.Driver.Volumes.ListAsync(bench.Access, Token)).Select(volume => $"{volume.Name} {volume.Capacity / MiB}").Order());
        Assert.Null(await bench.FindAsync("first"));
        Assert.Null(await bench.FindAsync("a@b"));
        Assert.Equal(ErrorCode.InvalidArgument, (await RefusedAsync(() => bench.MakeAsync(PoolBench.Request("a@b", VolumeFormat.Raw)))).Code);
        Assert.Equal(ErrorCode.InvalidState, (await RefusedAsync(() => bench.MakeAsync(PoolBench.Request("back", VolumeFormat.Raw)))).Code);

        using (var inSpace = ServerPools.Ceph(server, "team"))
        {
            await inSpace.Driver.BuildAsync(inSpace.Access, overwrite: false, Token);
            Assert.Equal("rbd:rbd/team/own", (await inSpace.MakeAsync(PoolBench.Request("own", VolumeFormat.Raw))).Key);
            Assert.Single(await inSpace.Driver.Volumes.ListAsync(inSpace.Access, Token));
        }

        var wrong = Convert.FromBase64String(server.Facts["CEPH_KEY"]);
        wrong[^1] ^= 1;
        using (var stranger = ServerPools.Ceph(server, key: wrong))
        {
            Assert.Contains("does not accept the user", (await RefusedAsync(() => stranger.Driver.StartAsync(stranger.Access, Token))).Message, StringComparison.Ordinal);
        }

        await server.PauseAsync();
        await GivesUpAsync(token => bench.Driver.MeasureAsync(bench.Access, token));
        await server.ResumeAsync();
        Assert.NotNull(await bench.FindAsync("back"));
    }

    [Fact]
    public async Task Units_of_an_iSCSI_target_are_found_and_filled_and_a_wrong_password_is_told()
    {
        var server = await servers.IscsiAsync();
        using var bench = ServerPools.Iscsi(server);
        using var folder = new PoolBench(secrets: bench.Access.Secrets);
        await bench.Driver.StartAsync(bench.Access, Token);
        var unit = Assert.Single(await bench.Driver.Volumes.ListAsync(bench.Access, Token));
        Assert.Equal(("unit:0:0:1", 64L * MiB), (unit.Name, unit.Capacity));
        Assert.Null(await bench.FindAsync("unit:0:0:7"));
        Assert.Null(await bench.FindAsync("disk"));

        var data = await FillAsync(bench, unit);
        await using (var disk = File.OpenRead(Path.Combine(server.Folder, "disk")))
        {
            var there = new byte[data.Length];
            disk.Position = MiB;
            await disk.ReadExactlyAsync(there, Token);
            Assert.Equal(data, there);
        }

        var copy = await folder.MakeAsync(PoolBench.Request("copy", VolumeFormat.Raw, 64), PoolBench.Origin(unit));
        Assert.Equal(data, await ReadAsync(folder, copy));
        Assert.Equal(ErrorCode.Unsupported, (await RefusedAsync(() => bench.Driver.Volumes.DeleteAsync(bench.Access, unit, Token))).Code);
        Assert.False(bench.Driver.Capabilities.Create);

        using (var stranger = ServerPools.Iscsi(server, "wrong-secret-12"))
        {
            Assert.Contains("does not accept the user", (await RefusedAsync(() => stranger.Driver.StartAsync(stranger.Access, Token))).Message, StringComparison.Ordinal);
        }

        var found = Assert.Single(await bench.FindSourcesAsync(PoolSourceKind.Iscsi, $"127.0.0.1:{server.Facts["ISCSI_PORT"]}"));
        Assert.Equal(server.Facts["ISCSI_TARGET"], found.Target);

        await server.PauseAsync();
        var silent = await RefusedAsync(() => bench.FindSourcesAsync(PoolSourceKind.Iscsi, $"127.0.0.1:{server.Facts["ISCSI_PORT"]}"));
        Assert.Contains("cannot be asked for its targets", silent.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", (await RefusedAsync(() => bench.Driver.MeasureAsync(bench.Access, Token))).Message, StringComparison.Ordinal);
        await server.ResumeAsync();
        Assert.Equal(64L * MiB, (await bench.Driver.MeasureAsync(bench.Access, Token)).Room.Capacity);
    }

    [Fact]
    public async Task Volumes_on_an_NFS_server_are_made_filled_and_deleted()
    {
        var server = await servers.NfsAsync();
        using var bench = ServerPools.Nfs(server);
        await bench.Driver.StartAsync(bench.Access, Token);
        Assert.True((await bench.Driver.MeasureAsync(bench.Access, Token)).Room.Capacity > MiB);

        var raw = await bench.MakeAsync(PoolBench.Request("a b.raw", VolumeFormat.Raw));
        Assert.Equal((16L * MiB, "0600"), (raw.Capacity, raw.Permissions!.Mode));
        var data = await FillAsync(bench, raw);
        var image = await bench.MakeAsync(PoolBench.Request("image.qcow2", VolumeFormat.Qcow2), PoolBench.Origin(raw));
        Assert.Equal((VolumeFormat.Qcow2, 16L * MiB), (image.Format, image.Capacity));
        var back = await bench.MakeAsync(PoolBench.Request("back", VolumeFormat.Raw), PoolBench.Origin(image));
        Assert.Equal(data, await ReadAsync(bench, back));

        await bench.Driver.Volumes.ResizeAsync(bench.Access, image, new VolumeResize(32L * MiB), PoolBench.Silent, Token);
        await bench.Driver.Volumes.ResizeAsync(bench.Access, back, new VolumeResize(8L * MiB, Shrink: true), PoolBench.Silent, Token);
        await StorageServer.RunAsync("qemu-img", "create", "-q", "-f", "qcow2", "-b", "back", "-F", "raw", Path.Combine(server.Folder, "export", "layer.qcow2"), "8M");
        var listed = await bench.Driver.Volumes.ListAsync(bench.Access, Token);
        Assert.Equal(["a b.raw 16", "back 8", "image.qcow2 32", "layer.qcow2 8"], listed.Select(volume => $"{volume.Name} {volume.Capacity / MiB}").Order(StringComparer.Ordinal));
        Assert.Contains("must stand alone", (await bench.FindAsync("layer.qcow2"))!.Problem, StringComparison.Ordinal);

        await bench.Driver.Volumes.WipeAsync(bench.Access, image with { Capacity = 32L * MiB }, WipeMethod.Trim, PoolBench.Silent, Token);
        Assert.Equal(32L * MiB, (await bench.FindAsync("image.qcow2"))!.Capacity);
        await bench.Driver.Volumes.DeleteAsync(bench.Access, image, Token);
        Assert.Null(await bench.FindAsync("image.qcow2"));

        var exported = Assert.Single(await bench.FindSourcesAsync(PoolSourceKind.Nfs, server.Facts["NFS_SERVER"]));
        Assert.Equal((server.Facts["NFS_SERVER"], server.Facts["NFS_EXPORT"]), (exported.Server, exported.Export));

        // As a server that hangs: it takes connections and never answers.
        await SignalAsync(server, "STOP");
        await GivesUpAsync(token => bench.Driver.MeasureAsync(bench.Access, token));
        await SignalAsync(server, "CONT");
        Assert.NotNull(await bench.FindAsync("back"));
        using var nowhere = new PoolBench(new NfsDirectPoolBackend { Host = server.Facts["NFS_SERVER"], Export = "/nothing/there" });
        await RefusedAsync(() => nowhere.Driver.StartAsync(nowhere.Access, Token));
    }

    [Fact]
    public async Task Files_of_a_web_server_are_read_and_copied()
    {
        var data = RandomNumberGenerator.GetBytes(3 * MiB);
        await using var web = new RangeServer(data, listing: "<a href=\"disk.img\">disk.img</a> <a href=\"b.iso\">b.iso</a>");
        using var bench = new PoolBench(new HttpPoolBackend { Url = new Uri(new Uri(web.Url), "/").AbsoluteUri });
        using var folder = new PoolBench(secrets: bench.Access.Secrets);
        await bench.Driver.StartAsync(bench.Access, Token);
        Assert.Equal(["b.iso Iso", "disk.img Raw"], (await bench.Driver.Volumes.ListAsync(bench.Access, Token)).Select(volume => $"{volume.Name} {volume.Format}").Order());
        var disk = (await bench.FindAsync("disk.img"))!;
        Assert.Equal((data.LongLength, (string?)null), (disk.Capacity, disk.Problem));
        Assert.Equal(data[MiB..(2 * MiB)], await ReadAsync(bench, disk));
        var copy = await folder.MakeAsync(PoolBench.Request("copy", VolumeFormat.Raw, 3), PoolBench.Origin(disk));
        Assert.Equal(data[MiB..(2 * MiB)], await ReadAsync(folder, copy));
        Assert.True(bench.Driver.Capabilities.ReadOnly);

        using var named = new PoolBench(new HttpPoolBackend { Url = web.Url[..web.Url.LastIndexOf('/')], Files = ["disk.img"] });
        Assert.Single(await named.Driver.Volumes.ListAsync(named.Access, Token));
        Assert.Null(await named.FindAsync("b.iso"));
    }

    // A megabyte of random bytes at the first megabyte.
    private static async Task<byte[]> FillAsync(PoolBench bench, Volume volume)
    {
        var data = RandomNumberGenerator.GetBytes(MiB);
        await using var content = await bench.Driver.Volumes.OpenAsync(bench.Access, volume, write: true, Token);
        Assert.Equal(volume.Capacity, content.Length);
        await content.WriteAsync(data, MiB, Token);
        await content.ClearAsync(0, MiB, Token);
        await content.FlushAsync(Token);
        return data;
    }

    private static async Task<byte[]> ReadAsync(PoolBench bench, Volume volume)
    {
        await using var content = await bench.Driver.Volumes.OpenAsync(bench.Access, volume, write: false, Token);
        var data = new byte[MiB];
        Assert.Equal(data.Length, await content.ReadAsync(data, MiB, Token));
        return data;
    }

    private static async Task<LodgeError> RefusedAsync(Func<Task> work) => (await Assert.ThrowsAsync<LodgeException>(work)).Error;

    // Whoever waits no longer is let go at once, however long the server is silent.
    private static async Task GivesUpAsync(Func<CancellationToken, Task> work)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work(patience.Token).WaitAsync(TimeSpan.FromSeconds(20), Token));
    }

    private static async Task SignalAsync(StorageServer server, string signal)
    {
        var group = (await File.ReadAllTextAsync(Path.Combine(server.Folder, "ganesha.pid"), Token)).Trim();
        await StorageServer.RunAsync("bash", "-c", $"kill -{signal} -- -{group}");
    }
}
