using Lodge.Api.Contracts;
using Lodge.Api.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;

namespace Lodge.Api.Tests.Client;

/// <summary>Calls each operation of images as a client does.</summary>
internal static class ImageRoundTrip
{
    public static async Task RunAsync(ApiHost api)
    {
        var images = api.Client.Images;
        Assert.Equal("tiny", Assert.Single(await images.ListAsync()).Name);
        Assert.Equal("/k", (await images.GetAsync("tiny")).Kernel);
        Assert.Equal("debian/13", Assert.Single(await images.ListPublishedAsync()).Name);

        await DoneAsync(await images.PullAsync(new PullImage { Name = "debian/trixie" }), JobKind.PullImage, "debian/13");
        await DoneAsync(await images.ImportAsync(new ImportImage { Path = "/a.qcow2", Name = "acme/web" }), JobKind.ImportImage, "acme/web");
        await images.DeleteAsync("tiny");

        var unknown = await Assert.ThrowsAsync<LodgeException>(() => images.GetAsync("debian/13"));
        Assert.Equal((ErrorCode.ImageNotFound, "Pull it first: 'lodge image pull debian/13'."), (unknown.Error.Code, unknown.Error.Remedy));
        await Assert.ThrowsAsync<LodgeException>(() => images.PullAsync(new PullImage { Name = "debain/13" }));
        await Assert.ThrowsAsync<LodgeException>(() => images.ImportAsync(new ImportImage { Path = "/a", Name = "../x" }));

        async Task DoneAsync(Job job, JobKind kind, string subject)
        {
            Assert.Equal((kind, subject), (job.Kind, job.Subject));
            Assert.Equal(JobState.Succeeded, (await api.Client.WaitForJobAsync(job)).State);
        }
    }
}
