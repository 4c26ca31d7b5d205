using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Libvirt.Tests.Handlers.Snapshots;

/// <summary>Snapshots of a domain with two disks, through virsh, over a host in memory.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task Snapshots_are_made_listed_as_a_tree_gone_back_to_and_deleted()
    {
        await using var server = await StartAsync();
        await server.DoneAsync("snapshot-create-as", "web", "first", "before the upgrade");
        Assert.Contains("first", await server.DoneAsync("snapshot-list", "web", "--inactive", "--external"), StringComparison.Ordinal);
        await server.DoneAsync("start", "web");
        await server.DoneAsync("snapshot-create-as", "web", "second", "--disk-only", "--atomic", "--diskspec", "vdb,snapshot=no", "--diskspec", "vda,file=/srv/chosen.qcow2");
        await server.DoneAsync("snapshot-create-as", "web", "third");
        Assert.True(server.World.DiskImages.ContainsKey("/srv/chosen.qcow2"));

        Assert.Equal(["first", "second", "third"], Words(await server.DoneAsync("snapshot-list", "web", "--name")));
        Assert.Equal(["first"], Words(await server.DoneAsync("snapshot-list", "web", "--name", "--roots")));
        Assert.Equal(["third"], Words(await server.DoneAsync("snapshot-list", "web", "--name", "--leaves")));
        Assert.Equal(["second"], Words(await server.DoneAsync("snapshot-list", "web", "--name", "--disk-only")));
        Assert.Equal(["third"], Words(await server.DoneAsync("snapshot-list", "web", "--name", "--active")));
        Assert.Equal(["second", "third"], Words(await server.DoneAsync("snapshot-list", "web", "--name", "--from", "first", "--descendants")));
        Assert.Equal(["second"], Words(await server.DoneAsync("snapshot-list", "web", "--name", "--from", "first")));
        Assert.Matches("(?s)first.*\\|.*\\+- second", await server.DoneAsync("snapshot-list", "web", "--tree"));
        Assert.Equal("third", await server.DoneAsync("snapshot-current", "web", "--name"));
        Assert.Equal("second", await server.DoneAsync("snapshot-parent", "web", "third"));
        Assert.Contains("has no parent", await server.RefusedAsync("snapshot-parent", "web", "first"), StringComparison.Ordinal);
        Assert.Matches("(?s)State: +disk-snapshot.*Children: +1", await server.DoneAsync("snapshot-info", "web", "second"));
        Assert.Contains("web", await server.DoneAsync("list", "--with-snapshot"), StringComparison.Ordinal);

        await server.DoneAsync("snapshot-revert", "web", "first");
        Assert.Equal("shut off", await server.DoneAsync("domstate", "web"));
        await server.DoneAsync("snapshot-revert", "web", "third", "--paused");
        Assert.Equal("paused", await server.DoneAsync("domstate", "web"));
        await server.DoneAsync("snapshot-delete", "web", "first", "--children-only");
        Assert.Equal(["first"], Words(await server.DoneAsync("snapshot-list", "web", "--name")));
        await server.DoneAsync("snapshot-delete", "web", "first");
        Assert.Contains("snapshot not found", await server.RefusedAsync("snapshot-info", "web", "first"), StringComparison.Ordinal);
        Assert.Contains("no current snapshot", await server.RefusedAsync("snapshot-current", "web"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task What_is_kept_of_a_snapshot_is_described_anew_or_forgotten_and_the_rest_is_refused_with_its_reason()
    {
        await using var server = await StartAsync();
        await server.DoneAsync("snapshot-create-as", "web", "first");
        var xml = await server.DoneAsync("snapshot-dumpxml", "web", "first");
        using var file = new TemporaryFile(xml.Replace("<name>first</name>", "<name>first</name><description>kept</description>", StringComparison.Ordinal));
        await server.DoneAsync("snapshot-create", "web", file.Path, "--redefine", "--current");
        Assert.Contains("<description>kept</description>", await server.DoneAsync("snapshot-dumpxml", "web", "first"), StringComparison.Ordinal);

        foreach (var (flag, why) in new[] { ("--no-metadata", "keeps a record"), ("--reuse-external", "makes the new images itself"), ("--quiesce", "no guest that writes") })
        {
            Assert.Contains(why, await server.RefusedAsync("snapshot-create-as", "web", "other", "--disk-only", flag), StringComparison.Ordinal);
        }

        Assert.Contains("no disk named 'vdx'", await server.RefusedAsync("snapshot-create-as", "web", "other", "--diskspec", "vdx,snapshot=no"), StringComparison.Ordinal);
        Assert.Contains("has a snapshot 'first' already", await server.RefusedAsync("snapshot-create-as", "web", "first"), StringComparison.Ordinal);
        Assert.Contains("has 1 snapshot", await server.RefusedAsync("undefine", "web"), StringComparison.Ordinal);
        var images = server.World.DiskImages.Count;
        await server.DoneAsync("undefine", "web", "--snapshots-metadata");
        Assert.Equal(images, server.World.DiskImages.Count);
    }

    [Fact]
    public async Task Snapshots_are_kept_within_the_images_when_a_client_says_so_and_all_can_hold_them()
    {
        await using var server = await StartAsync(DiskFormat.Qcow2);
        await server.DoneAsync("snapshot-create-as", "web", "first", "--diskspec", "vda,snapshot=internal");
        await server.DoneAsync("start", "web");
        await server.DoneAsync("snapshot-create-as", "web", "second", "--memspec", "snapshot=internal");
        await server.DoneAsync("snapshot-create-as", "web", "third");
        Assert.Equal(["first", "second"], Words(await server.DoneAsync("snapshot-list", "web", "--name", "--internal")));
        Assert.Equal(["third"], Words(await server.DoneAsync("snapshot-list", "web", "--name", "--external")));
        Assert.Equal(2, server.World.DiskImages["/srv/vda.raw"].Tags.Count);
        var xml = await server.DoneAsync("snapshot-dumpxml", "web", "second");
        Assert.Matches("(?s)<memory snapshot='internal'/>.*<disk name='vda' snapshot='internal'/>.*<disk name='vdb' snapshot='internal'/>", xml);
        Assert.Contains("either internal", await server.RefusedAsync("snapshot-create-as", "web", "mixed", "--memspec", "snapshot=internal", "--diskspec", "vda,snapshot=external"), StringComparison.Ordinal);

        await server.DoneAsync("snapshot-revert", "web", "second");
        Assert.Equal("running", await server.DoneAsync("domstate", "web"));
        await server.DoneAsync("snapshot-delete", "web", "first", "--children");
        Assert.All(server.World.DiskImages.Values, image => Assert.Empty(image.Tags));

        await using var raw = await StartAsync();
        Assert.Contains("only plain qcow2", await raw.RefusedAsync("snapshot-create-as", "web", "first", "--diskspec", "vda,snapshot=internal"), StringComparison.Ordinal);
    }

    private static async Task<TestServer> StartAsync(DiskFormat format = DiskFormat.Raw)
    {
        var server = await TestServer.StartAsync();
        foreach (var name in new[] { "vda", "vdb" })
        {
            FakeImage.Write(server.World, $"/srv/{name}.raw", "data");
        }

        var definition = new VmDefinition(disks: [.. new[] { "vda", "vdb" }.Select(name => new DiskDefinition
        {
            Name = name,
            Source = new FileDiskSource { Path = $"/srv/{name}.raw" },
            Format = format,
        })])
        {
            Name = "web",
        };
        await server.Engine.Definitions.DefineAsync(definition, TestContext.Current.CancellationToken);
        return server;
    }

    private static string[] Words(string output) => output.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries);
}
