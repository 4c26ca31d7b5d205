using Lodge.Libvirt.Tests.Support;

namespace Lodge.Libvirt.Tests.Handlers.Domains;

public sealed class DomainVirshTests
{
    private const string Uuid = "6f2a3c1e-8f0b-4c55-9a70-0d6e4a1b2c3d";
    private const string Xml =
        $"<domain type='qemu'><name>web</name><uuid>{Uuid}</uuid><memory unit='MiB'>256</memory><currentMemory unit='MiB'>128</currentMemory>"
        + "<vcpu current='1'>2</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>";

    [Fact]
    public async Task Virsh_leads_a_domain_through_its_life()
    {
        await using var server = await TestServer.StartAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Xml, TestContext.Current.CancellationToken);

        await ExpectAsync(server, "Domain 'web' defined", "define", file);
        await File.WriteAllTextAsync(file, Xml.Replace("<vcpu ", "<chair/><vcpu ", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Contains("XML document failed to validate against schema: libvirt's schema does not have the element <chair> in <domain>, at line 1", await server.RefusedAsync("define", "--validate", file), StringComparison.Ordinal);
        Assert.Contains("Requested operation is not valid: Can't rename domain to itself", await server.RefusedAsync("domrename", "web", "web"), StringComparison.Ordinal);
        File.Delete(file);
        await ExpectAsync(server, "shut off", "list", "--all");
        await ExpectAsync(server, Uuid, "domuuid", "web");
        await ExpectAsync(server, "shut off (unknown)", "domstate", "--reason", "web");
        await ExpectAsync(server, "Domain 'web' started", "start", "web");
        await ExpectAsync(server, "running (booted)", "domstate", "--reason", "web");
        await ExpectAsync(server, "1", "domid", "web");
        await ExpectAsync(server, "262144 KiB", "dominfo", "web");
        await ExpectAsync(server, "<domain type='qemu' id='1'>", "dumpxml", "1");
        await ExpectAsync(server, "<domain type='qemu'>", "dumpxml", "--inactive", "web");
        await ExpectAsync(server, "Domain 'web' suspended", "suspend", "web");
        await ExpectAsync(server, "paused (user)", "domstate", "--reason", "web");
        await ExpectAsync(server, "Domain 'web' resumed", "resume", "web");
        await ExpectAsync(server, "running (unpaused)", "domstate", "--reason", "web");
        await ExpectAsync(server, "saved", "managedsave", "web");
        await ExpectAsync(server, "shut off (saved)", "domstate", "--reason", "web");
        await ExpectAsync(server, "Domain 'web' started", "start", "web");
        await ExpectAsync(server, "2", "domid", "web");
        await ExpectAsync(server, "autostarted", "autostart", "web");
        await ExpectAsync(server, "web", "list", "--all", "--autostart", "--name");
        await ExpectAsync(server, "destroyed", "destroy", "web");
        await ExpectAsync(server, "Domain 'web' has been undefined", "undefine", "web");
        Assert.Empty(server.Engine.Vms.List());
        Assert.Empty(server.Logs.Complaints);
    }

    [Theory]
    [InlineData("domstate web", "failed to get domain 'web'")]
    [InlineData("domuuid 7", "failed to get domain '7'")]
    [InlineData("define /etc/hostname", "XML error")]
    public async Task Virsh_is_told_what_is_wrong(string command, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var (status, output) = await VirshRun.RunAsync(server, command.Split(' '));

        Assert.Equal(1, status);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    private static async Task ExpectAsync(TestServer server, string expected, params string[] command)
    {
        var (status, output) = await VirshRun.RunAsync(server, command);

        Assert.True(status == 0, $"{string.Join(' ', command)}: {output}");
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }
}
