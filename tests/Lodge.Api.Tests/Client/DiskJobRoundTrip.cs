using Lodge.Api.Contracts;
using Lodge.Api.Contracts.DiskJobs;
using Lodge.Api.Tests.Support;
using Lodge.Engine.Ports;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Api.Tests.Client;

/// <summary>Calls each operation of work on disks as a client does.</summary>
internal static class DiskJobRoundTrip
{
    private const string Vm = "copied";

    public static async Task RunAsync(ApiHost api)
    {
        FakeImage.Write(api.World, "/srv/below.qcow2", "data");
        api.World.DiskImages["/srv/copied.qcow2"] = new FakeImage(new LayerFile("/srv/below.qcow2", DiskFormat.Qcow2), ["more"]);
        var disk = new DiskDefinition { Name = "vda", Source = new FileDiskSource { Path = "/srv/copied.qcow2" }, Format = DiskFormat.Qcow2 };
        await api.Client.CreateVmAsync(new CreateVm { Definition = new VmDefinition { Name = Vm, Disks = [disk] }, Start = true });
        var jobs = api.Client.DiskJobs;

        var waits = await jobs.CopyAsync(Vm, "vda", new CopyDisk { Path = "/srv/copy.raw", Format = DiskFormat.Raw, AtReady = AtReady.Wait });
        Assert.Equal("/srv/copy.raw", Assert.Single(await jobs.ListAsync(Vm)).To);
        Assert.Equal(1 << 20, (await jobs.ChangeAsync(Vm, "vda", new ChangeDiskJob(new ByteSize(1 << 20)))).Speed);
        Assert.Equal(waits.Id, (await jobs.GetAsync(Vm, "vda")).JobId);
        await DoneAsync(await jobs.PivotAsync(Vm, "vda"), JobKind.CopyDisk);
        Assert.Equal("/srv/copy.raw", (await api.Client.GetVmAsync(Vm)).Definition.Disks[0].Source?.HostPath());

        await jobs.ResizeAsync(Vm, "vda", new ResizeDisk(new ByteSize(2 << 20)));
        await DoneAsync(await jobs.PullAsync(Vm, "vda", new PullDisk()), JobKind.PullDisk);
        await FailsAsync(ErrorCode.InvalidArgument, () => jobs.CommitAsync(Vm, "vda", new CommitDisk()));
        await FailsAsync(ErrorCode.JobNotFound, () => jobs.EndAsync(Vm, "vda"));
        await FailsAsync(ErrorCode.PoolNotFound, () => jobs.MoveAsync("nowhere", "a.qcow2", new MoveVolume { Pool = "fast" }));
        await api.Client.KillVmAsync(Vm);
        await api.Client.DeleteVmAsync(Vm);

        async Task DoneAsync(Job job, JobKind kind)
        {
            Assert.Equal(kind, job.Kind);
            Assert.Equal(JobState.Succeeded, (await api.Client.WaitForJobAsync(job)).State);
        }

        static async Task FailsAsync(ErrorCode code, Func<Task> act) => Assert.Equal(code, (await Assert.ThrowsAsync<LodgeException>(act)).Error.Code);
    }
}
