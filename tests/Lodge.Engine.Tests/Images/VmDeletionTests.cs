using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Images;

/// <summary>Which disks go with a VM.</summary>
public sealed class VmDeletionTests
{
    [Fact]
    public async Task Disks_of_lodge_go_with_their_vm_when_asked_to_unless_something_else_needs_them()
    {
        var world = new FakeWorld();
        world.DiskImages["/images/debian.qcow2"] = new FakeImage(null, ["0"]);
        foreach (var name in new[] { "web", "web-2", "db" })
        {
            world.DiskImages[$"/disks/{name}.qcow2"] = new FakeImage(new LayerFile("/images/debian.qcow2", DiskFormat.Qcow2), []);
            world.ImageDisks.Files.Add($"/disks/{name}.qcow2");
        }

        world.DiskImages["/srv/own.qcow2"] = new FakeImage(new LayerFile("/disks/web.qcow2", DiskFormat.Qcow2), []);
        world.DiskImages["/srv/mine.qcow2"] = new FakeImage(null, []);
        var engine = (await world.StartDaemonAsync()).Engine;
        await DefineAsync("web", "/disks/web.qcow2", "/disks/web-2.qcow2", "/srv/mine.qcow2");
        await DefineAsync("other", "/srv/own.qcow2");
        await DefineAsync("db", "/disks/db.qcow2");

        await engine.Lifecycle.StartAsync("db", paused: false, discardSave: false, default);
        var runs = await Assert.ThrowsAsync<LodgeException>(() => engine.Deletion.DeleteAsync("db", false, true, null, default));
        Assert.Equal(ErrorCode.InvalidState, runs.Error.Code);
        await engine.Lifecycle.KillAsync("db", default);
        var kept = await engine.Deletion.DeleteAsync("db", false, false, null, default);
        Assert.Equal(["/disks/db.qcow2"], kept.KeptDisks);
        Assert.Empty(kept.DeletedDisks);

        var deleted = await engine.Deletion.DeleteAsync("web", false, true, null, default);
        Assert.Equal(["/disks/web-2.qcow2"], deleted.DeletedDisks);
        Assert.Equal(["/disks/web.qcow2"], deleted.KeptDisks);
        Assert.Equal(["/disks/db.qcow2", "/disks/web.qcow2"], world.ImageDisks.Files.Order());
        Assert.Null(engine.Vms.Find("web"));

        Task DefineAsync(string name, params string[] paths) => engine.Definitions.DefineAsync(
            new VmDefinition(disks: [.. paths.Select(path => new DiskDefinition { Source = new FileDiskSource { Path = path }, Format = DiskFormat.Qcow2 })]) { Name = name }, default);
    }
}
