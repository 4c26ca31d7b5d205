using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Checkpoints;
using Lodge.Api.Tests.Support;
using Lodge.Model.Checkpoints;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Api.Tests.Client;

/// <summary>Calls each operation of checkpoints as a client does.</summary>
internal static class CheckpointRoundTrip
{
    public static async Task RunAsync(ApiHost api)
    {
        FakeImage.Write(api.World, "/srv/noted.qcow2", "data");
        var disk = new DiskDefinition { Name = "vda", Source = new FileDiskSource { Path = "/srv/noted.qcow2" }, Format = DiskFormat.Qcow2 };
        await api.Client.CreateVmAsync(new CreateVm { Definition = new VmDefinition { Name = "noted", Disks = [disk] }, Start = true });
        var checkpoints = api.Client.Checkpoints;
        Assert.Empty(await checkpoints.ListAsync("noted"));

        var made = await checkpoints.CreateAsync("noted", new CreateCheckpoint { Name = "monday", Description = "after the full backup" });
        Assert.Equal([new DiskBitmap("vda", "monday")], made.Disks);
        var row = Assert.Single(await checkpoints.ListAsync("noted"));
        Assert.Equal(("monday", "after the full backup", true), (row.Name, row.Description, row.Current));
        Assert.Equal(made.Id, (await checkpoints.GetAsync("noted", "monday")).Id);
        FakeImage.Write(api.World, "/srv/noted.qcow2", "four");
        Assert.Equal([new WrittenSince("vda", 4)], await checkpoints.MeasureAsync("noted", "monday"));

        await checkpoints.DeleteAsync("noted", "monday", CheckpointScope.One, recordOnly: true);
        Assert.Null((await checkpoints.RedefineAsync("noted", "monday", new RedefineCheckpoint { MustBeSound = true })).Problem);
        await checkpoints.DeleteAsync("noted", "monday", CheckpointScope.WithChildren);
        var gone = await Assert.ThrowsAsync<LodgeException>(() => checkpoints.GetAsync("noted", "monday"));
        Assert.Equal(ErrorCode.CheckpointNotFound, gone.Error.Code);
        await api.Client.KillVmAsync("noted");
    }
}
