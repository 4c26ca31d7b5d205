using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Tests.Support;
using Lodge.Model.Errors;

namespace Lodge.Api.Tests.Vms;

public sealed class ETagTests
{
    [Fact]
    public async Task A_representation_that_the_client_has_is_not_sent_again()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Stopped());
        var tag = await TagAsync(api);

        using var same = await SendAsync(api, HttpMethod.Get, "If-None-Match", tag);
        await api.Client.StartVmAsync("hello");
        using var started = await SendAsync(api, HttpMethod.Get, "If-None-Match", tag);

        Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(tag, same.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, started.StatusCode);
        Assert.NotEqual(tag, started.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task An_edit_is_made_when_only_the_state_has_changed_since()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Stopped());
        var tag = await TagAsync(api);
        await api.Client.StartVmAsync("hello");

        using var response = await SendAsync(api, HttpMethod.Put, "If-Match", tag);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("\"2.", response.Headers.ETag!.Tag);
        Assert.True((await api.Client.GetVmAsync("hello")).HasPendingChanges);
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"1.0123456789ab\"")]
    [InlineData("\"7\", \"9\"")]
    public async Task An_edit_or_deletion_based_on_another_revision_is_refused(string stale)
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Stopped());
        await api.Client.ReplaceVmAsync("hello", Samples.Definition(), null);

        using var edit = await SendAsync(api, HttpMethod.Put, "If-Match", stale);
        using var deletion = await SendAsync(api, HttpMethod.Delete, "If-Match", stale);

        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed), (edit.StatusCode, deletion.StatusCode));
        Assert.Equal(ErrorCode.RevisionMismatch, (await edit.Content.ReadFromJsonAsync(ApiJson.Default.Problem))!.Code);
        Assert.Equal(2, (await api.Client.GetVmAsync("hello")).Revision);
    }

    [Theory]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("\"5\", \"1\"", HttpStatusCode.OK)]
    [InlineData("\"abc\"", HttpStatusCode.BadRequest)]
    [InlineData("W/\"1\"", HttpStatusCode.BadRequest)]
    [InlineData("1", HttpStatusCode.BadRequest)]
    public async Task Other_forms_of_If_Match_are_understood_or_refused(string match, HttpStatusCode status)
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Stopped());

        using var response = await SendAsync(api, HttpMethod.Put, "If-Match", match);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_created_VM_names_its_address_and_tag()
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.Http.PostAsync("/v1/vms", new StringContent("""{"definition":{"name":"hello"}}"""));

        var vm = await response.Content.ReadFromJsonAsync(ApiJson.Default.Vm);
        Assert.Equal((HttpStatusCode.Created, $"/v1/vms/{vm!.Id}"), (response.StatusCode, response.Headers.Location!.ToString()));
        Assert.Equal(await TagAsync(api), response.Headers.ETag!.Tag);
    }

    private static async Task<string> TagAsync(ApiHost api)
    {
        using var response = await api.Http.GetAsync("/v1/vms/hello");
        return response.Headers.ETag!.Tag;
    }

    private static Task<HttpResponseMessage> SendAsync(ApiHost api, HttpMethod method, string header, string tag)
    {
        var request = new HttpRequestMessage(method, "/v1/vms/hello");
        Assert.True(request.Headers.TryAddWithoutValidation(header, tag));
        if (method == HttpMethod.Put)
        {
            var body = JsonSerializer.Serialize(Samples.Definition() with { Title = "changed" }, ApiJson.Default.VmDefinition);
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return api.Http.SendAsync(request);
    }
}
