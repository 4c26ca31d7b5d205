using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Api.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Api.Tests.Client;

/// <summary>Calls each operation of snapshots as a client does.</summary>
internal static class SnapshotRoundTrip
{
    public static async Task RunAsync(ApiHost api)
    {
        FakeImage.Write(api.World, "/srv/snapped.qcow2", "data");
        var disk = new DiskDefinition { Name = "vda", Source = new FileDiskSource { Path = "/srv/snapped.qcow2" }, Format = DiskFormat.Qcow2 };
        await api.Client.CreateVmAsync(new CreateVm { Definition = new VmDefinition { Name = "snapped", Disks = [disk] } });
        var snapshots = api.Client.Snapshots;
        Assert.Empty(await snapshots.ListAsync("snapped"));

        await DoneAsync(await snapshots.CreateAsync("snapped", new CreateSnapshot { Name = "first", Description = "before the upgrade" }), JobKind.SnapshotCreate);
        var row = Assert.Single(await snapshots.ListAsync("snapped"));
        Assert.Equal(("first", "before the upgrade", true), (row.Name, row.Description, row.Current));
        Assert.Equal(row.Id, (await snapshots.GetAsync("snapped", "first")).Id);

        await DoneAsync(await snapshots.RevertAsync("snapped", "first"), JobKind.SnapshotRevert);
        await DoneAsync(await snapshots.DeleteAsync("snapped", "first"), JobKind.SnapshotDelete);
        Assert.Empty(await snapshots.ListAsync("snapped"));
        var gone = await Assert.ThrowsAsync<LodgeException>(() => snapshots.GetAsync("snapped", "first"));
        Assert.Equal(ErrorCode.SnapshotNotFound, gone.Error.Code);

        async Task DoneAsync(Job job, JobKind kind)
        {
            Assert.Equal(kind, job.Kind);
            Assert.Equal(JobState.Succeeded, (await api.Client.WaitForJobAsync(job)).State);
        }
    }
}
