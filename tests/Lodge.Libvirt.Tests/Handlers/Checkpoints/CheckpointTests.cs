using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Libvirt.Tests.Handlers.Checkpoints;

/// <summary>Checkpoints of a domain with two disks, through virsh, over a host in memory.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public async Task Checkpoints_are_made_listed_asked_for_their_size_taken_anew_and_deleted()
    {
        await using var server = await StartAsync();
        await server.DoneAsync("checkpoint-create-as", "web", "first", "before the upgrade");
        await server.DoneAsync("start", "web");
        await server.DoneAsync("checkpoint-create-as", "web", "second", "--diskspec", "vda", "--diskspec", "vdb,checkpoint=no");
        await server.DoneAsync("checkpoint-create-as", "web", "third");

        Assert.Equal(["first", "second", "third"], Words(await server.DoneAsync("checkpoint-list", "web", "--name", "--topological")));
        Assert.Equal(["first"], Words(await server.DoneAsync("checkpoint-list", "web", "--name", "--roots")));
        Assert.Equal(["third"], Words(await server.DoneAsync("checkpoint-list", "web", "--name", "--leaves")));
        Assert.Equal(["first", "second"], Words(await server.DoneAsync("checkpoint-list", "web", "--name", "--no-leaves")));
        Assert.Equal(["second", "third"], Words(await server.DoneAsync("checkpoint-list", "web", "--name", "--from", "first", "--descendants")));
        Assert.Equal(["second"], Words(await server.DoneAsync("checkpoint-list", "web", "--name", "--from", "first")));
        Assert.Equal("second", await server.DoneAsync("checkpoint-parent", "web", "third"));
        Assert.Contains("has no parent", await server.RefusedAsync("checkpoint-parent", "web", "first"), StringComparison.Ordinal);
        Assert.Matches("(?s)Parent: +first.*Children: +1", await server.DoneAsync("checkpoint-info", "web", "second"));
        Assert.Contains("web", await server.DoneAsync("list", "--with-checkpoint"), StringComparison.Ordinal);

        FakeImage.Write(server.World, "/srv/vda.qcow2", "four");
        var sized = await server.DoneAsync("checkpoint-dumpxml", "web", "second", "--size", "--no-domain");
        Assert.Contains("<disk name='vda' checkpoint='bitmap' bitmap='second' size='4'/>", sized, StringComparison.Ordinal);
        Assert.Contains("<disk name='vdb' checkpoint='no'/>", sized, StringComparison.Ordinal);
        Assert.DoesNotContain("<domain ", sized, StringComparison.Ordinal);

        // Forgotten, and taken anew from the bitmaps that are still there.
        var xml = await server.DoneAsync("checkpoint-dumpxml", "web", "third", "--security-info");
        await server.DoneAsync("checkpoint-delete", "web", "third", "--metadata");
        using var file = new TemporaryFile(xml.Replace("<name>third</name>", "<name>third</name><description>anew</description>", StringComparison.Ordinal));
        await server.DoneAsync("checkpoint-create", "web", file.Path, "--redefine", "--redefine-validate");
        Assert.Contains("<description>anew</description>", await server.DoneAsync("checkpoint-dumpxml", "web", "third"), StringComparison.Ordinal);
        await server.DoneAsync("checkpoint-delete", "web", "first", "--children-only");
        Assert.Equal(["first"], Words(await server.DoneAsync("checkpoint-list", "web", "--name")));
        Assert.Equal(["first", "first"], server.World.Bitmaps.Keys.Select(key => key.Name));
        using var ghost = new TemporaryFile((await server.DoneAsync("checkpoint-dumpxml", "web", "first")).Replace("first", "ghost", StringComparison.Ordinal));
        Assert.Contains("no bitmap 'ghost'", await server.RefusedAsync("checkpoint-create", "web", ghost.Path, "--redefine", "--redefine-validate"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_a_domain_with_checkpoints_is_undefined_only_with_them()
    {
        await using var server = await StartAsync();
        await server.DoneAsync("checkpoint-create-as", "web", "first");
        Assert.Contains("has a checkpoint 'first' already", await server.RefusedAsync("checkpoint-create-as", "web", "first"), StringComparison.Ordinal);
        Assert.Contains("no disk named 'vdx'", await server.RefusedAsync("checkpoint-create-as", "web", "x", "--diskspec", "vdx"), StringComparison.Ordinal);
        Assert.Contains("no guest that writes", await server.RefusedAsync("checkpoint-create-as", "web", "x", "--quiesce"), StringComparison.Ordinal);
        Assert.Contains("not running", await server.RefusedAsync("checkpoint-dumpxml", "web", "first", "--size"), StringComparison.Ordinal);
        Assert.Contains("checkpoint not found", await server.RefusedAsync("checkpoint-info", "web", "none"), StringComparison.Ordinal);
        Assert.Contains("has 1 checkpoint", await server.RefusedAsync("undefine", "web"), StringComparison.Ordinal);
        await server.DoneAsync("undefine", "web", "--checkpoints-metadata");
        Assert.Equal(2, server.World.Bitmaps.Count);
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        string[] names = ["vda", "vdb"];
        foreach (var name in names)
        {
            FakeImage.Write(server.World, $"/srv/{name}.qcow2", "data");
        }

        var disks = names.Select(name => new DiskDefinition { Name = name, Source = new FileDiskSource { Path = $"/srv/{name}.qcow2" }, Format = DiskFormat.Qcow2 });
        await server.Engine.Definitions.DefineAsync(new VmDefinition(disks: [.. disks]) { Name = "web" }, TestContext.Current.CancellationToken);
        return server;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
