using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Tests.Commands;

public sealed class LaunchCommandTests
{
    [Fact]
    public async Task Launch_with_every_option_sends_what_was_asked_for()
    {
        await using var api = await StartAsync();
        var said = await CommandLine.RunAsync(
            api, "launch", "tiny", "hello", "--cpus", "2", "--memory", "1GiB", "--disk", "a.qcow2,format=qcow2", "--disk", "/b.raw,readonly",
            "--append", "console=ttyS0 debug", "--machine", "pc", "--firmware", "uefi", "--accel", "tcg", "--nic", "none", "--vnc", "--paused",
            "--transient", "--autostart", "--on-poweroff", "preserve", "--on-reboot", "destroy", "--on-crash", "restart", "--profile", "latency", "--title", "Greeter");

        Assert.Equal(new(ExitStatus.Ok, "hello is running.\n", ""), said);
        GoldenFile.Matches("launch-request.json", Pretty(api.Requests[^1].Body));
    }

    [Fact]
    public async Task Launch_without_a_name_makes_one_up_and_quiet_prints_it()
    {
        await using var api = await StartAsync();
        api.On<IReadOnlyList<VmSummary>>("GET /v1/vms", [], ApiJson.Default.IReadOnlyListVmSummary);

        var said = await CommandLine.RunAsync(api, "launch", "tiny", "-q");

        Assert.Equal("hello\n", said.Out);
        Assert.Matches("^[a-z]+-[a-z]+$", Sent(api).Definition.Name);
    }

    [Fact]
    public async Task Launch_from_a_disk_needs_no_image()
    {
        await using var api = await StartAsync();
        await CommandLine.RunAsync(api, "launch", "--disk", "x.qcow2", "--name", "web1");

        var sent = Sent(api);
        Assert.Equal(("web1", true), (sent.Definition.Name, sent.Start));
        Assert.Equal("/work/here/x.qcow2", ((FileDiskSource)sent.Definition.Disks[0].Source!).Path);
        Assert.DoesNotContain(api.Requests, request => request.Line.Contains("images", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tiny", "The image 'tiny' has not been built on this host yet.", "lodge image build tiny")]
    [InlineData("tniy", "There is no image 'tniy'.", "Did you mean tiny?")]
    public async Task Launch_of_a_missing_image_says_how_to_get_it(string image, string message, string remedy)
    {
        await using var api = await FakeApi.StartAsync();
        api.On<IReadOnlyList<ImageInfo>>("GET /v1/images", [], ApiJson.Default.IReadOnlyListImageInfo);

        var said = await CommandLine.RunAsync(api, "launch", image);

        Assert.Equal(new(ExitStatus.NotFound, "", $"lodge: {message}\n  → {remedy}\n"), said);
    }

    [Fact]
    public async Task Launch_waits_for_a_text_on_the_console()
    {
        await using var api = await StartAsync();
        api.OnConsole("GET /v1/vms/hello/console", async peer =>
        {
            await peer.AttachAsync(writer: false);
            await peer.PrintAsync("booting\r\ntiny is u");
            await peer.PrintAsync("p\r\n");
            await peer.UntilLeftAsync();
        });

        Assert.Equal(ExitStatus.Ok, (await CommandLine.RunAsync(api, "launch", "tiny", "hello", "--wait-for", "is up")).Status);
    }

    [Fact]
    public async Task Launch_gives_up_on_a_text_that_does_not_come()
    {
        await using var api = await StartAsync();
        api.OnConsole("GET /v1/vms/hello/console", async peer =>
        {
            await peer.AttachAsync(writer: false);
            await peer.UntilLeftAsync();
        });

        var said = await CommandLine.RunAsync(api, "launch", "tiny", "hello", "--wait-for", "is up", "--timeout", "100ms");
        Assert.Equal(ExitStatus.Timeout, said.Status);
        Assert.Contains("hello did not print 'is up' within", said.Error, StringComparison.Ordinal);

        api.OnConsole("GET /v1/vms/hello/console", peer => peer.PrintAsync("Kernel panic"));
        Assert.Equal(ExitStatus.Conflict, (await CommandLine.RunAsync(api, "launch", "tiny", "hello", "--wait-for", "is up")).Status);
    }

    private static async Task<FakeApi> StartAsync()
    {
        var api = await FakeApi.StartAsync();
        return api.On<IReadOnlyList<ImageInfo>>("GET /v1/images", [Samples.Tiny], ApiJson.Default.IReadOnlyListImageInfo)
            .On("POST /v1/vms", Samples.Running("hello"), ApiJson.Default.Vm, 201);
    }

    private static CreateVm Sent(FakeApi api) => JsonSerializer.Deserialize(api.Requests[^1].Body, ApiJson.Default.CreateVm)!;

    private static string Pretty(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document, new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }
}
