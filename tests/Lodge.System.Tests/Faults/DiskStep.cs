using Lodge.Api.Contracts.DiskJobs;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Client;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Faults;

/// <summary>Kinds of work on images.</summary>
internal enum DiskStepKind
{
    Snapshot,
    SnapshotWithMemory,
    Revert,
    Delete,
    Copy,
    CopyAndPivot,
    Pull,
    CommitAndPivot,
    CommitBelow,
}

/// <summary>One piece of work on images, and what came of it.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Name">The snapshot, or the disk.</param>
/// <param name="Target">What a copy is written to; else empty.</param>
/// <param name="Format">The format of that.</param>
internal sealed record DiskStep(DiskStepKind Kind, string Name, string Target, DiskFormat Format)
{
    /// <summary>The job, once it was begun.</summary>
    public Guid? JobId { get; private set; }

    /// <summary>What the client was told.</summary>
    public string Told { get; private set; } = "nothing";

    /// <summary>Whether the program stumbled over itself.</summary>
    public bool IsFlawed { get; private set; }

    /// <summary>Whether the client was told that it is done.</summary>
    public bool Promised { get; private set; }

    /// <summary>Has a stopped VM's disk stand on images that can be merged, as its user would.</summary>
    public async Task PrepareAsync(LodgeClient client, string vm, Random random)
    {
        if (Kind is not (DiskStepKind.Pull or DiskStepKind.CommitAndPivot or DiskStepKind.CommitBelow))
        {
            return;
        }

        var definition = (await client.GetVmAsync(vm)).Definition;
        for (var layer = 0; layer < 3; layer++)
        {
            var disk = definition.Disks.First(item => item.Name == Name);
            var (path, format) = (disk.Source!.HostPath()!, disk.Format == DiskFormat.Qcow2 ? "qcow2" : "raw");
            var above = Path.Combine(Path.GetDirectoryName(path)!, $"{Name}-{random.Next():x}.qcow2");
            var made = await Ran.ProgramAsync("qemu-img", ["create", "-q", "-f", "qcow2", "-b", path, "-F", format, above]);
            Assert.True(made.ExitCode == 0, made.Errors);
            definition = definition with
            {
                Disks = [.. definition.Disks.Select(item => item == disk ? item with { Source = new FileDiskSource { Path = above }, Format = DiskFormat.Qcow2 } : item)],
            };
        }

        await client.ReplaceVmAsync(vm, definition, null);
    }

    /// <summary>Has it done.</summary>
    public async Task RunAsync(LodgeClient client, string vm)
    {
        try
        {
            var job = await BeginAsync(client, vm);
            JobId = job.Id;
            var ended = await client.WaitForJobAsync(job, null, TimeSpan.FromSeconds(60));
            Promised = ended.State == JobState.Succeeded;
            Told = $"{ended.State} {ended.Error?.Message}".TrimEnd();
        }
        catch (LodgeException failure)
        {
            Told = $"{failure.Error.Code}: {failure.Error.Message}";
            IsFlawed = failure.Error.Code == ErrorCode.Internal;
        }
    }

    private Task<Job> BeginAsync(LodgeClient client, string vm) => Kind switch
    {
        DiskStepKind.Snapshot or DiskStepKind.SnapshotWithMemory => client.Snapshots.CreateAsync(
            vm, new CreateSnapshot { Name = Name, Memory = Kind == DiskStepKind.SnapshotWithMemory, Disks = ["vdb", "vdc"] }),
        DiskStepKind.Revert => client.Snapshots.RevertAsync(vm, Name),
        DiskStepKind.Delete => client.Snapshots.DeleteAsync(vm, Name),
        DiskStepKind.Copy or DiskStepKind.CopyAndPivot => client.DiskJobs.CopyAsync(
            vm, Name, new CopyDisk { Path = Target, Format = Format, AtReady = Kind == DiskStepKind.Copy ? AtReady.Finish : AtReady.Pivot }),
        DiskStepKind.Pull => client.DiskJobs.PullAsync(vm, Name, new PullDisk()),
        DiskStepKind.CommitAndPivot => client.DiskJobs.CommitAsync(vm, Name, new CommitDisk { Base = $"{Name}[2]" }),
        _ => client.DiskJobs.CommitAsync(vm, Name, new CommitDisk { Top = $"{Name}[1]", Base = $"{Name}[2]" }),
    };
}
