using Lodge.Api.Contracts.Storage;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Storage;

namespace Lodge.System.Tests.Storage;

/// <summary>Pools whose server vanishes while they are in use.</summary>
public sealed class GoneServerTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const int Callers = 40;

    [Fact]
    public async Task Pool_whose_server_vanishes_times_out_by_itself_and_comes_back_without_harm_to_others()
    {
        var folder = Directory.CreateDirectory(Path.Combine(fixture.Daemon.Root, "server")).FullName;
        using var server = VanishingServer.TryMount(folder);
        Assert.SkipWhen(server is null, "This host does not let tests mount FUSE file systems.");
        using var client = fixture.Daemon.Client();
        var pool = await client.Pools.CreateAsync(new CreatePool { Definition = new PoolDefinition { Name = "remote", Backend = new FolderPoolBackend { Path = folder } }, Start = true });
        Assert.Equal(PoolState.Running, pool.State);
        Assert.Empty(await client.Volumes.ListAsync("remote"));

        server!.Vanish();
        var waiting = Enumerable.Range(0, Callers).Select(number => client.Volumes.GetAsync("remote", $"disk{number}")).ToArray();

        // All the others go on while these wait.
        Assert.Equal(PoolState.Running, (await client.Pools.GetAsync("default")).State);
        Assert.Empty(await client.Volumes.ListAsync("default"));
        await client.Volumes.CreateAsync("default", new CreateVolume { Volume = new VolumeRequest { Name = "a.raw", Format = VolumeFormat.Raw, Capacity = ByteSize.FromMiB(1) } });
        await Soon.HoldsAsync(async () => (await client.Volumes.ListAsync("default")).Count == 1, "a volume is made in another pool");
        Assert.Equal(2, (await client.Pools.ListAsync()).Count);
        Assert.DoesNotContain(waiting, call => call.IsCompletedSuccessfully);

        foreach (var call in waiting)
        {
            Assert.Equal(ErrorCode.Timeout, (await Assert.ThrowsAsync<LodgeException>(() => call)).Error.Code);
        }

        var lost = await client.Pools.GetAsync("remote");
        Assert.Equal(PoolState.Inaccessible, lost.State);
        Assert.Contains("did not answer", lost.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.Timeout, (await Assert.ThrowsAsync<LodgeException>(() => client.Volumes.ListAsync("remote"))).Error.Code);
        await client.Volumes.DeleteAsync("default", "a.raw");

        server.Return();
        await Soon.HoldsAsync(async () => (await client.Pools.GetAsync("remote")).State == PoolState.Running, "the pool is in use again", TimeSpan.FromSeconds(60));
        Assert.Empty(await client.Volumes.ListAsync("remote"));
        await client.Pools.StopAsync("remote");
    }
}
