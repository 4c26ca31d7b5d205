using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;

namespace Lodge.Cli.Tests.Commands;

public sealed class TuningCommandTests
{
    [Fact]
    public async Task Info_with_tuning_shows_values_with_their_sources_and_nothing_else()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/vms/web1/tuning", Samples.Tuning, ApiJson.Default.TuningReport);

        var said = await CommandLine.RunAsync(api, "info", "web1", "--tuning");

        Assert.Equal(ExitStatus.Ok, said.Status);
        Assert.StartsWith("web1, as it runs, with the profile latency\n", said.Out, StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Unknown_profile_is_told_with_those_that_there_are()
    {
        await using var api = await FakeApi.StartAsync();

        var said = await CommandLine.RunAsync(api, "launch", "tiny", "--profile", "fast");

        Assert.Equal(ExitStatus.Usage, said.Status);
        Assert.Contains("general, latency, throughput, density", said.Error, StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }
}
