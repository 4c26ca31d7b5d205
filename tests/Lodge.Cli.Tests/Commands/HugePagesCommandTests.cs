using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;

namespace Lodge.Cli.Tests.Commands;

public sealed class HugePagesCommandTests
{
    [Fact]
    public async Task Huge_pages_are_shown_with_who_uses_them()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/host/hugepages", Samples.HugePages, ApiJson.Default.HugePageReport);

        var said = await CommandLine.RunAsync(api, "host", "hugepages");

        Assert.Equal(ExitStatus.Ok, said.Status);
        Assert.Contains("web1 uses 424 MiB in huge pages.\n", said.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reserve_asks_for_what_was_said()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("PUT /v1/host/hugepages", Samples.HugePages, ApiJson.Default.HugePageReport);

        var said = await CommandLine.RunAsync(api, "host", "hugepages", "reserve", "2M", "64", "--node", "1");

        Assert.Equal(ExitStatus.Ok, said.Status);
        var request = JsonSerializer.Deserialize(api.Requests[0].Body, ApiJson.Default.HugePageRequest)!;
        Assert.Equal((ByteSize.FromMiB(2), 64, 1), (request.PageSize, request.Count, request.Node));
    }

    [Fact]
    public async Task Too_few_pages_are_an_error_of_the_host()
    {
        await using var api = await FakeApi.StartAsync();
        api.Fails("PUT /v1/host/hugepages", ErrorCode.InsufficientResources, "There is room for 12.", "Ask for 12.");

        Assert.Equal(
            new(ExitStatus.HostLacks, "", "lodge: There is room for 12.\n  → Ask for 12.\n"),
            await CommandLine.RunAsync(api, "host", "hugepages", "reserve", "2M", "64"));
    }

    [Theory]
    [InlineData("big", "64", "SIZE")]
    [InlineData("2M", "many", "COUNT")]
    [InlineData("2M", "-1", "-1")]
    public async Task Wrong_words_are_told_before_anything_is_asked(string size, string count, string named)
    {
        await using var api = await FakeApi.StartAsync();

        var said = await CommandLine.RunAsync(api, "host", "hugepages", "reserve", size, count);

        Assert.Equal(ExitStatus.Usage, said.Status);
        Assert.Contains(named, said.Error, StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }
}
