using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Lodge.Api.Contracts;
using Lodge.Api.Tests.Support;
using Lodge.Model.Errors;

namespace Lodge.Api.Tests.Http;

public sealed class RefusalTests
{
    private const long HundredMegabytes = 100_000_000;

    [Theory]
    [InlineData("GET", "/", "", 404, ErrorCode.NotFound, "/ is not an address of this API.")]
    [InlineData("GET", "/v1/vmz", "", 404, ErrorCode.NotFound, "/v1/vmz is not an address of this API.")]
    [InlineData("PATCH", "/v1/vms/a", "", 405, ErrorCode.NotFound, "/v1/vms/a does not take PATCH.")]
    [InlineData("GET", "/v1/vms/a", "", 404, ErrorCode.VmNotFound, "There is no VM 'a'.")]
    [InlineData("GET", "/v1/jobs/7", "", 404, ErrorCode.JobNotFound, "There is no job '7': a job's id is a UUID.")]
    [InlineData("GET", "/v1/vms?sate=running", "", 400, ErrorCode.InvalidArgument, "'sate' is not a query parameter of this address; did you mean 'state'?")]
    [InlineData("GET", "/v1/vms?state=runing", "", 400, ErrorCode.InvalidArgument, "The query parameter 'state' must be \"stopped\", \"starting\", \"running\", \"paused\", \"shutting-down\", \"saving\", \"crashed\" or \"suspended\", not 'runing'.")]
    [InlineData("GET", "/v1/events?after=-1", "", 400, ErrorCode.InvalidArgument, "The query parameter 'after' must be a whole number of 0 or more, not '-1'.")]
    [InlineData("GET", "/v1/events?after=1&after=2", "", 400, ErrorCode.InvalidArgument, "The query parameter 'after' is given 2 times.")]
    [InlineData("POST", "/v1/vms", "", 400, ErrorCode.InvalidArgument, "POST /v1/vms needs a JSON body.")]
    [InlineData("POST", "/v1/vms", "{\"definition\":{\"name\":\"a\"},\"paused\":true}", 400, ErrorCode.InvalidArgument, "'paused' and 'transient' say how a VM is started, and 'start' is not set.")]
    [InlineData("POST", "/v1/vms", "{\"definition\":{\"name\":\"a\",\"memroy\":{}}}", 400, ErrorCode.InvalidArgument, "'definition.memroy' is not a field of a VM definition; did you mean 'memory'?")]
    [InlineData("PUT", "/v1/vms/a", "{}", 404, ErrorCode.VmNotFound, "There is no VM 'a'.")]
    [InlineData("POST", "/v1/images/build", "{\"name\":\"huge\"}", 400, ErrorCode.InvalidArgument, "Lodge cannot build an image 'huge'.")]
    [InlineData("POST", "/v1/restore", "{\"path\":\"/nowhere\"}", 422, ErrorCode.FileNotFound, "There is no saved state /nowhere.")]
    public async Task A_request_that_makes_no_sense_gets_a_problem(string method, string path, string body, int status, ErrorCode code, string detail)
    {
        await using var api = await ApiHost.StartAsync();

        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await api.Http.SendAsync(request);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync(ApiJson.Default.Problem);
        Assert.Equal((status, status, code, detail), ((int)response.StatusCode, problem!.Status, problem.Code, problem.Detail));
        Assert.StartsWith("urn:lodge:error:", problem.Type);
    }

    [Fact]
    public async Task A_wrong_method_is_told_the_right_ones()
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.Http.PostAsync("/v1/host", null);

        var problem = await response.Content.ReadFromJsonAsync(ApiJson.Default.Problem);
        Assert.Equal((405, "It takes GET."), (problem!.Status, problem.Remedy));
        Assert.Equal("GET", response.Content.Headers.Allow.Single());
    }

    [Fact]
    public async Task An_unforeseen_failure_is_a_problem_without_its_inner_words()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Stopped());
        api.World.CheckFailure = new InvalidOperationException("secret");

        using var response = await api.Http.PostAsync("/v1/vms/hello/start", null);

        var problem = await response.Content.ReadFromJsonAsync(ApiJson.Default.Problem);
        Assert.Equal((HttpStatusCode.InternalServerError, ErrorCode.Internal), (response.StatusCode, problem!.Code));
        Assert.DoesNotContain("secret", problem.Detail + problem.Remedy);
        Assert.Contains("secret", Assert.Single(api.Errors.Entries));
        api.Errors.Entries.Clear();
    }

    [Fact]
    public async Task An_operation_that_gives_way_to_a_kill_says_so()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Client.CreateVmAsync(Samples.Stopped());
        api.World.CheckFailure = new OperationCanceledException();

        var e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.StartVmAsync("hello"));

        Assert.Equal(ErrorCode.Cancelled, e.Error.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_just_small_enough_is_read(bool chunked)
    {
        await using var api = await ApiHost.StartAsync();
        var size = (int)KestrelLimits.MaxBodyBytes - (chunked ? 4096 : 0); // The frames of chunks count as well.
        var body = Encoding.UTF8.GetBytes("""{"definition":{"name":"a"}}""".PadRight(size));
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/vms") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await api.Http.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task Bodies_of_actions_may_be_blank_and_of_any_content_type()
    {
        await using var api = await ApiHost.StartAsync();
        using var created = await api.Http.PostAsync("/v1/vms", new StringContent("\uFEFF {\"definition\":{\"name\":\"hello\"}}", Encoding.UTF8, "text/plain"));

        using var response = await api.Http.PostAsync("/v1/vms/hello/start", new StringContent(" \n"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (created.StatusCode, response.StatusCode));
    }

    [Fact]
    public async Task A_body_of_100_MB_is_refused_before_it_is_sent()
    {
        await using var api = await ApiHost.StartAsync();
        using var raw = await RawHttp.ConnectAsync(api);

        await raw.SendAsync($"POST /v1/vms HTTP/1.1\r\nHost: x\r\nContent-Length: {HundredMegabytes}\r\n\r\n");
        var flood = raw.FloodAsync(HundredMegabytes);
        var answer = await raw.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 413", answer);
        Assert.Contains("Connection: close", answer);
        Assert.Equal(ErrorCode.TooLarge, RawHttp.ProblemIn(answer).Code);
        Assert.InRange(await flood, 0, HundredMegabytes / 10);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_refused_where_it_becomes_too_long()
    {
        await using var api = await ApiHost.StartAsync();
        using var raw = await RawHttp.ConnectAsync(api);

        await raw.SendAsync($"POST /v1/vms HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{HundredMegabytes:x}\r\n");
        var flood = raw.FloodAsync(HundredMegabytes);
        var answer = await raw.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 413", answer);
        Assert.Equal(ErrorCode.TooLarge, RawHttp.ProblemIn(answer).Code);
        Assert.InRange(await flood, 0, HundredMegabytes / 10);
    }

    [Fact]
    public async Task The_client_hears_of_a_body_that_is_too_large()
    {
        await using var api = await ApiHost.StartAsync();
        var huge = Samples.Stopped() with { Definition = Samples.Definition() with { Description = new string('x', 20_000_000) } };

        var e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.CreateVmAsync(huge));

        Assert.Equal(ErrorCode.TooLarge, e.Error.Code);
        Assert.Contains("1,048,576 bytes", e.Message);
    }

    [Fact]
    public async Task Half_a_body_is_answered_408_and_closed()
    {
        await using var api = await ApiHost.StartAsync();
        using var raw = await RawHttp.ConnectAsync(api);
        var clock = Stopwatch.StartNew();

        await raw.SendAsync("POST /v1/vms HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"definition\":");
        var answer = await raw.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 408", answer);
        Assert.Equal(ErrorCode.Timeout, RawHttp.ProblemIn(answer).Code);
        Assert.InRange(clock.Elapsed, ApiHost.Patience, TimeSpan.FromSeconds(10));
        Assert.Empty(await api.Client.ListVmsAsync());
    }

    [Fact]
    public async Task Half_a_head_is_answered_408_and_closed()
    {
        await using var api = await ApiHost.StartAsync();
        using var raw = await RawHttp.ConnectAsync(api);

        await raw.SendAsync("GET /v1/vms HTTP/1.1\r\nHost:");

        Assert.StartsWith("HTTP/1.1 408", await raw.ReadToEndAsync());
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_the_middle_harms_nobody()
    {
        await using var api = await ApiHost.StartAsync();
        using (var raw = await RawHttp.ConnectAsync(api))
        {
            await raw.SendAsync("POST /v1/vms HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"definition\":{\"name\":\"x\"}}");
        }

        Assert.Empty(await api.Client.ListVmsAsync());
    }

    [Theory]
    [InlineData("GET /v1/vms HTTP/1.1\r\nHost: x\r\nX: {0}\r\n\r\n", "HTTP/1.1 431")]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 414")]
    [InlineData("what is this?\r\n\r\n", "HTTP/1.1 400")]
    public async Task A_head_that_is_too_large_or_no_HTTP_is_refused(string head, string status)
    {
        await using var api = await ApiHost.StartAsync();
        using var raw = await RawHttp.ConnectAsync(api);

        await raw.SendAsync(head.Replace("{0}", new string('x', 20_000)));

        Assert.StartsWith(status, await raw.ReadToEndAsync());
    }
}
