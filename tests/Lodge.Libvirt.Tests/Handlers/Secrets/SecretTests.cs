using System.Text;
using Lodge.Libvirt.Tests.Support;

namespace Lodge.Libvirt.Tests.Handlers.Secrets;

/// <summary>Passwords and keys, through virsh.</summary>
public sealed class SecretTests
{
    private const string Id = "0a2b6c1e-6d0f-4a53-9d0d-4f5a5f9e2b10";
    private static readonly string s_value = Convert.ToBase64String("open sesame"u8);

    [Fact]
    public async Task Secret_is_defined_set_read_and_removed()
    {
        await using var server = await TestServer.StartAsync();
        await DefineAsync(server, $"<secret><uuid>{Id}</uuid><description>disk</description><usage type='volume'><volume>/srv/a</volume></usage></secret>");

        Assert.Contains("does not have a value", await server.RefusedAsync("secret-get-value", Id), StringComparison.Ordinal);
        await server.DoneAsync("secret-set-value", Id, "--base64", s_value);
        Assert.Equal(s_value, await server.DoneAsync("secret-get-value", Id));
        Assert.Matches($"{Id} +volume /srv/a", await server.DoneAsync("secret-list"));
        Assert.Contains("<description>disk</description>", await server.DoneAsync("secret-dumpxml", Id), StringComparison.Ordinal);
        Assert.Equal("open sesame", Encoding.UTF8.GetString(server.World.Secrets.Single().Value.Value!));
        Assert.Contains("already", await FailedDefineAsync(server, "<secret><usage type='volume'><volume>/srv/a</volume></usage></secret>"), StringComparison.Ordinal);

        await server.DoneAsync("secret-undefine", Id);
        Assert.Empty(server.World.Secrets);
        Assert.Contains("Secret not found", await server.RefusedAsync("secret-dumpxml", Id), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Private_secret_is_never_read_and_ephemeral_one_never_kept()
    {
        await using var server = await TestServer.StartAsync();
        await DefineAsync(server, $"<secret ephemeral='yes' private='yes'><uuid>{Id}</uuid><usage type='ceph'><name>admin</name></usage></secret>");
        await server.DoneAsync("secret-set-value", Id, "--base64", s_value);

        Assert.Contains("secret is private", await server.RefusedAsync("secret-get-value", Id), StringComparison.Ordinal);
        Assert.Contains("stays so", await FailedDefineAsync(server, $"<secret><uuid>{Id}</uuid></secret>"), StringComparison.Ordinal);
        Assert.DoesNotContain(Id, await server.DoneAsync("secret-list", "--no-private"), StringComparison.Ordinal);
        Assert.Empty(server.World.Secrets);
        Assert.Equal("open sesame", Encoding.UTF8.GetString(server.Engine.Secrets.ValueFor(Guid.Parse(Id))));
    }

    [Fact]
    public async Task Secret_with_what_the_schema_does_not_know_is_refused_when_it_is_validated()
    {
        await using var server = await TestServer.StartAsync();
        var xml = $"<secret><uuid>{Id}</uuid><colour>red</colour><usage type='ceph'><name>admin</name></usage></secret>";
        var refused = await WithFileAsync(xml, file => server.RefusedAsync("secret-define", file, "--validate"));
        Assert.Contains("failed to validate against schema", refused, StringComparison.Ordinal);
        Assert.Contains("<colour>", refused, StringComparison.Ordinal);
        Assert.Empty(server.World.Secrets);
        await DefineAsync(server, xml);
        await WithFileAsync(await server.DoneAsync("secret-dumpxml", Id), file => server.DoneAsync("secret-define", file, "--validate"));
    }

    private static async Task DefineAsync(TestServer server, string xml) => await WithFileAsync(xml, file => server.DoneAsync("secret-define", file));

    private static Task<string> FailedDefineAsync(TestServer server, string xml) => WithFileAsync(xml, file => server.RefusedAsync("secret-define", file));

    private static async Task<string> WithFileAsync(string xml, Func<string, Task<string>> act)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, xml);
            return await act(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
