using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Storage;
using Lodge.Api.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;

namespace Lodge.Api.Tests.Client;

/// <summary>Calls each operation of storage pools and volumes as a client does.</summary>
internal static class StorageRoundTrip
{
    private static readonly PoolDefinition Fast = new() { Name = "fast", Title = "The fast one", Backend = new FolderPoolBackend { Path = "/srv/fast" } };

    public static async Task RunAsync(ApiHost api)
    {
        await PoolsAsync(api);
        await VolumesAsync(api);
        await ContentAsync(api);
        await EndAsync(api);
    }

    private static async Task PoolsAsync(ApiHost api)
    {
        var pools = api.Client.Pools;
        await FailsAsync(ErrorCode.InvalidArgument, () => pools.CreateAsync(new CreatePool { Definition = Fast, Transient = true }));
        var made = await pools.CreateAsync(new CreatePool { Definition = Fast });
        Assert.Equal((PoolState.Inactive, true), (made.State, made.Persistent));
        await DoneAsync(api, await pools.BuildAsync("fast"), JobKind.PreparePool);
        Assert.Equal(PoolState.Running, (await pools.StartAsync("fast")).State);
        Assert.Contains(await pools.ListAsync(), pool => pool.Id == made.Id);
        Assert.Equal(4L << 30, (await pools.RefreshAsync("fast")).Room!.Available);

        var json = JsonSerializer.SerializeToUtf8Bytes(made.Definition with { Title = "Other" }, ApiJson.Default.PoolDefinition);
        Assert.Equal("Other", (await pools.ReplaceAsync("fast", json, made.Revision)).Definition.Title);
        await FailsAsync(ErrorCode.RevisionMismatch, () => pools.ReplaceAsync("fast", json, made.Revision));
        await FailsAsync(ErrorCode.PoolNotFound, () => pools.GetAsync("fats"));
        Assert.Equal("vg0", Assert.Single(await pools.FindSourcesAsync(new PoolSearch(PoolSourceKind.Lvm))).VolumeGroup);
        Assert.Equal("[fd00::1]:3261", Assert.Single(await pools.FindSourcesAsync(new PoolSearch(PoolSourceKind.Iscsi, "[fd00::1]:3261", "iqn.2026-01.test:me"))).Server);
        await FailsAsync(ErrorCode.InvalidArgument, () => pools.FindSourcesAsync(new PoolSearch(PoolSourceKind.Nfs)));
    }

    private static async Task VolumesAsync(ApiHost api)
    {
        var volumes = api.Client.Volumes;
        var request = new CreateVolume { Volume = new VolumeRequest { Name = "a.qcow2", Capacity = new ByteSize(1 << 20), Format = VolumeFormat.Qcow2 } };
        await DoneAsync(api, await volumes.CreateAsync("fast", request), JobKind.CreateVolume);
        var copy = new CreateVolume { Volume = new VolumeRequest { Name = "b.qcow2" }, From = new VolumeName("fast", "a.qcow2") };
        await DoneAsync(api, await volumes.CreateAsync("fast", copy), JobKind.CloneVolume);
        Assert.Equal(["a.qcow2", "b.qcow2"], (await volumes.ListAsync("fast")).Select(volume => volume.Name));

        await DoneAsync(api, await volumes.ResizeAsync("fast", "a.qcow2", new ResizeVolume { Capacity = new ByteSize(2 << 20) }), JobKind.ResizeVolume);
        Assert.Equal(2L << 20, (await volumes.GetAsync("fast", "a.qcow2")).Capacity);
        await DoneAsync(api, await volumes.RebaseAsync("fast", "b.qcow2", new BackingRequest { Volume = "a.qcow2" }), JobKind.RebaseVolume);
        Assert.Equal("b.qcow2", Assert.Single(await volumes.ListUsersAsync("fast", "a.qcow2")).Volume);
        await FailsAsync(ErrorCode.ImageInUse, () => volumes.DeleteAsync("fast", "a.qcow2"));
        await volumes.DeleteAsync("fast", "b.qcow2");
        await DoneAsync(api, await volumes.WipeAsync("fast", "a.qcow2", WipeMethod.Random), JobKind.WipeVolume);
    }

    private static async Task ContentAsync(ApiHost api)
    {
        var volumes = api.Client.Volumes;
        Assert.Equal(5, await volumes.UploadAsync("fast", "a.qcow2", 0, new MemoryStream("hello"u8.ToArray())));
        Assert.Equal(3, await volumes.UploadAsync("fast", "a.qcow2", 2, new MemoryStream("LLO"u8.ToArray())));
        using var whole = new MemoryStream();
        await volumes.DownloadAsync("fast", "a.qcow2", 1, whole, null);
        Assert.Equal("eLLO"u8, whole.ToArray().AsSpan(0, 4));
    }

    private static async Task EndAsync(ApiHost api)
    {
        await api.Client.Volumes.DeleteAsync("fast", "a.qcow2");
        await FailsAsync(ErrorCode.InvalidState, () => api.Client.Pools.DeleteAsync("fast"));
        await api.Client.Pools.StopAsync("fast");
        await api.Client.Pools.DeleteAsync("fast", storage: true);
        Assert.DoesNotContain(await api.Client.Pools.ListAsync(), pool => pool.Name == "fast");
    }

    private static async Task DoneAsync(ApiHost api, Job job, JobKind kind)
    {
        Assert.Equal(kind, job.Kind);
        Assert.Equal(JobState.Succeeded, (await api.Client.WaitForJobAsync(job)).State);
    }

    private static async Task FailsAsync(ErrorCode code, Func<Task> call) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<LodgeException>(call)).Error.Code);
}
