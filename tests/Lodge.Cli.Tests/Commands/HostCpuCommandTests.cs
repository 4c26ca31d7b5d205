using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;

namespace Lodge.Cli.Tests.Commands;

public sealed class HostCpuCommandTests
{
    private static readonly HostCpuModels Models = new()
    {
        Accel = Accelerator.Tcg,
        Host = new CpuModelInfo { Name = "max", Features = ["avx", "sse"] },
        Models =
        [
            new CpuModelInfo { Name = "Big", Vendor = "GenuineIntel", Missing = ["avx512f"], Features = ["avx", "avx512f", "sse"] },
            new CpuModelInfo { Name = "Small", AliasOf = "Small-v1", Vendor = "AuthenticAMD", Features = ["sse"] },
            new CpuModelInfo { Name = "Small-v1", Vendor = "AuthenticAMD", Features = ["sse"] },
        ],
        KnownFeatures = ["avx", "avx512f", "sse"],
    };

    [Fact]
    public async Task Models_that_run_here_are_listed_and_with_all_the_others_too()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/host/cpu-models", Models, ApiJson.Default.HostCpuModels);

        var few = await CommandLine.RunAsync(api, "host", "cpu", "models", "--accel", "tcg");
        Assert.Equal("?accel=tcg", api.Requests[0].Query);
        Assert.Equal("MODEL  RUNS  VENDOR        FEATURES  LACKS HERE\nSmall  yes   AuthenticAMD         1\n", few.Out);

        var all = await CommandLine.RunAsync(api, "host", "cpu", "models", "--all");
        Assert.Contains("Big               no    GenuineIntel         3  avx512f", all.Out);
        Assert.Contains("Small = Small-v1", all.Out);
        Assert.Equal("+avx\n-avx512f\n+sse\n", (await CommandLine.RunAsync(api, "host", "cpu", "models", "--features")).Out);
    }

    [Fact]
    public async Task Compare_that_finds_something_missing_says_what_and_ends_so()
    {
        await using var api = await FakeApi.StartAsync();
        api.On(
            "POST /v1/host/cpu/compare",
            new CpuComparison { Outcome = CpuRelation.Incompatible, Missing = ["avx512f", "mpx"], Extra = [] },
            ApiJson.Default.CpuComparison);

        var run = await CommandLine.RunAsync(api, "host", "cpu", "compare", "EPYC,+avx512f,-svm");

        Assert.Equal("incompatible: the host lacks avx512f, mpx.\n", run.Out);
        Assert.Equal(ExitStatus.HostLacks, run.Status);
        Assert.Equal(
            """{"model":"EPYC","features":[{"name":"avx512f","policy":"require"},{"name":"svm","policy":"disable"}]}""", api.Requests[0].Body);
    }

    [Fact]
    public async Task Baseline_is_written_as_it_can_be_typed_again()
    {
        await using var api = await FakeApi.StartAsync();
        var answer = new CpuSpec { Model = "EPYC", Features = [new("clwb"), new("svm", CpuFeaturePolicy.Disable)] };
        api.On("POST /v1/host/cpu/baseline", answer, ApiJson.Default.CpuSpec);

        var run = await CommandLine.RunAsync(api, "host", "cpu", "baseline", "EPYC-Rome", "host");

        Assert.Equal("EPYC,+clwb,-svm\n", run.Out);
        Assert.Equivalent(answer, CpuSpecText.Parse(run.Out.Trim()), strict: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("EPYC,svm")]
    [InlineData("EPYC,+")]
    public void Specification_that_is_none_is_refused_with_an_example(string text) =>
        Assert.Contains("EPYC,+avx512f,-svm", Assert.Throws<LodgeException>(() => CpuSpecText.Parse(text)).Error.Remedy);
}
