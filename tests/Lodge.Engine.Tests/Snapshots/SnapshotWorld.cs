using Lodge.Engine.Snapshots;
using Lodge.Model.Jobs;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Snapshots;

/// <summary>A VM with two disks on a host in memory, and what its guest wrote.</summary>
/// <param name="format">How its first images are laid out.</param>
internal sealed class SnapshotWorld(DiskFormat format = DiskFormat.Raw)
{
    public const string Vm = "vm";

    public static readonly string[] Disks = ["vda", "vdb"];

    private readonly Dictionary<string, string> _contents = [];

    public FakeWorld World { get; } = new();

    /// <summary>What each snapshot that was promised holds.</summary>
    public IReadOnlyDictionary<string, string> Promised => _contents;

    public VmDefinition Definition => new(disks: [.. Disks.Select(name => new DiskDefinition
    {
        Name = name,
        Source = new FileDiskSource { Path = First(name) },
        Format = format,
    })])
    {
        Name = Vm,
    };

    /// <summary>The image that a disk began with.</summary>
    public string First(string disk) => $"/images/{disk}.{(format == DiskFormat.Raw ? "raw" : "qcow2")}";

    /// <summary>Defines the VM on images with something in them.</summary>
    public async Task PrepareAsync(LodgeEngine engine)
    {
        foreach (var disk in Disks)
        {
            FakeImage.Write(World, First(disk), "0");
        }

        await engine.Definitions.DefineAsync(Definition, default);
    }

    /// <summary>The guest writes to all its disks; of a stopped VM somebody else does.</summary>
    public void Write(LodgeEngine engine, string text)
    {
        var vm = engine.Vms.Get(Vm);
        foreach (var disk in Disks)
        {
            FakeImage.Write(World, PathOf(vm, disk), text);
        }
    }

    /// <summary>Makes a snapshot, and notes what it holds.</summary>
    public async Task SnapshotAsync(LodgeEngine engine, string name, bool memory = false, bool inside = false)
    {
        await EndsAsync(engine, engine.Snapshots.Create(Vm, new SnapshotWish { Name = name, Memory = memory, Internal = inside }));
        _contents[name] = Contents(engine.Snapshots.Get(Vm, name));
    }

    /// <summary>Waits for a job, which must succeed.</summary>
    public static async Task EndsAsync(LodgeEngine engine, Job job, string when = "")
    {
        var ended = await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(20), default);
        Assert.True(ended.State == JobState.Succeeded, $"{when}: {ended.State}: {ended.Error?.Message}, {engine.Vms.Get(Vm).Status}");
    }

    /// <summary>What the guest sees on its disks.</summary>
    public string Contents(LodgeEngine engine) => string.Concat(Disks.Select(disk => FakeImage.Read(World, PathOf(engine.Vms.Get(Vm), disk))));

    /// <summary>What a snapshot holds.</summary>
    public string Contents(Snapshot snapshot) => string.Concat(Disks
        .Select(disk => snapshot.Disks.Single(item => item.Disk == disk))
        .Select(item => item.Tag is { } tag ? FakeImage.Read(World, item.Path, tag) : FakeImage.Read(World, item.Path)));

    /// <summary>Asserts that definition, QEMU and images agree, and that no image is left over.</summary>
    public void IsWhole(LodgeEngine engine, string when)
    {
        var vm = engine.Vms.Get(Vm);
        var set = engine.Snapshots.List(Vm);
        Assert.True(set.Work is null, $"{when}: work is left");
        Assert.True(set.Layers.All(layer => layer.State != LayerState.Making), $"{when}: an image is half-made");
        if (World.Processes.TryGetValue(vm.Id, out var qemu))
        {
            foreach (var disk in Disks)
            {
                Assert.True(qemu.Tops[disk] == PathOf(vm, disk), $"{when}: QEMU writes to {qemu.Tops[disk]}, and the record says {PathOf(vm, disk)}");
                Assert.True(qemu.Tops[disk] == vm.Definition.Disks.Single(item => item.Name == disk).Source!.HostPath(), $"{when}: the definition names another image");
            }
        }

        foreach (var (path, image) in World.DiskImages)
        {
            var wanted = set.Snapshots.SelectMany(snapshot => snapshot.Disks).Where(disk => disk.Path == path).Select(disk => disk.Tag).OfType<string>()
                .Concat((set.LooseTags ?? []).Where(tag => tag.Path == path).Select(tag => tag.Tag));
            Assert.True(wanted.ToHashSet().SetEquals(image.Tags.Keys), $"{when}: {path} has the internal snapshots {string.Join(' ', image.Tags.Keys)}, not {string.Join(' ', wanted)}");
        }

        var used = Tops(vm, set).SelectMany(Chain).ToHashSet();
        Assert.True(used.Concat(Disks.Select(First)).ToHashSet().SetEquals(World.DiskImages.Keys), $"{when}: images {string.Join(' ', World.DiskImages.Keys.Except(used))} are left over");
    }

    private static IEnumerable<string> Tops(Vm vm, VmSnapshots set) =>
        set.Snapshots.SelectMany(snapshot => snapshot.Disks).Select(disk => disk.Path).Concat(vm.Definition.Disks.Select(disk => disk.Source!.HostPath()!));

    private IEnumerable<string> Chain(string path)
    {
        for (var next = path; next is not null; next = World.DiskImages[next].Below?.Path)
        {
            yield return next;
        }
    }

    private static string PathOf(Vm vm, string disk) => vm.CurrentDefinition.Disks.Single(item => item.Name == disk).Source!.HostPath()!;
}
