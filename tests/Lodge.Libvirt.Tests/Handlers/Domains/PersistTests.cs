using Lodge.Libvirt.Tests.Support;

namespace Lodge.Libvirt.Tests.Handlers.Domains;

/// <summary>A domain that was created without a definition, and gets one while it runs, as virt-install does it.</summary>
public sealed class PersistTests
{
    [Fact]
    public async Task Transient_domain_that_is_defined_outlives_its_run()
    {
        await using var server = await TestServer.StartAsync();
        var id = Guid.NewGuid();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $"<domain type='qemu'><name>inn</name><uuid>{id}</uuid><memory>65536</memory><os><type machine='q35'>hvm</type></os></domain>",
            TestContext.Current.CancellationToken);

        await server.DoneAsync("create", file);
        Assert.Empty(server.World.Database);
        await server.DoneAsync("define", file);
        File.Delete(file);

        Assert.Matches("Persistent: +yes", await server.DoneAsync("dominfo", "inn"));
        Assert.True(server.World.Database.ContainsKey(id));
        Assert.True(server.World.RunFolder[id].Intent.Persistent);
        await server.DoneAsync("destroy", "inn");
        Assert.Equal("shut off", await server.DoneAsync("domstate", "inn"));
    }
}
