using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Images.Catalogue;

namespace Lodge.Storage.Tests.Images;

public sealed class PublishedImagesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lodge-published-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string UserFile => Path.Combine(_root.FullName, "images.json");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Every_image_that_Lodge_knows_can_be_pulled_over_tls_and_is_verified()
    {
        var images = await PublishedImages.ReadAsync(null, Stop);

        foreach (var vendor in (string[])["debian", "ubuntu", "fedora", "centos", "rocky", "alma", "opensuse", "arch", "alpine", "freebsd"])
        {
            Assert.Contains(images, image => image.Name == vendor || image.Name.StartsWith($"{vendor}/", StringComparison.Ordinal));
        }

        Assert.All(images, image =>
        {
            Assert.True(ImageNames.IsValid(image.Name));
            Assert.NotNull(image.User);
            Assert.Contains("x86_64", image.Architectures.Keys);
            Assert.All(image.Architectures.Values, download =>
            {
                Assert.All(download.Urls, url => Assert.Equal("https", url.Scheme));
                Assert.NotNull(download.Digest);
                Assert.Equal("https", download.Checksums!.Scheme);
                Assert.All(download.Signature?.Fingerprints ?? [], key => Assert.Matches("^[0-9A-F]{40}$", key));
            });
        });
        Assert.Equal(images.Count, images.SelectMany(image => (IEnumerable<string>)[image.Name]).Distinct().Count());
    }

    [Fact]
    public async Task A_file_of_the_users_adds_images_and_replaces_those_of_the_same_name()
    {
        await File.WriteAllTextAsync(UserFile, """
            { "images": [
              { "name": "debian/13", "title": "ours", "architectures": { "x86_64": { "urls": ["http://mirror.lan/d.qcow2"] } } },
              { "name": "acme/web", "title": "the web", "architectures": { "x86_64": { "urls": ["http://mirror.lan/w.qcow2"], "checksums": "http://mirror.lan/SUMS", "digest": "sha256" } } }, // comment
            ] }
            """, Stop);

        var images = await PublishedImages.ReadAsync(UserFile, Stop);

        Assert.Equal("ours", images.Single(image => image.Name == "debian/13").Title);
        Assert.Contains(images, image => image.Name == "acme/web");
        Assert.Contains(images, image => image.Name == "debian/12");
    }

    [Theory]
    [InlineData("{", "images.json")]
    [InlineData("""{ "images": [ { "name": "../x", "title": "t", "architectures": {} } ] }""", "has a name that no image can have")]
    [InlineData("""{ "images": [ { "name": "x", "title": "t", "architectures": { "x86_64": { "urls": ["file:///etc/shadow"] } } } ] }""", "not of http or https")]
    [InlineData("""{ "images": [ { "name": "x", "title": "t", "colour": 1, "architectures": {} } ] }""", "colour")]
    public async Task A_damaged_file_of_the_users_is_named_with_what_is_wrong(string text, string message)
    {
        await File.WriteAllTextAsync(UserFile, text, Stop);

        var refused = await Assert.ThrowsAsync<LodgeException>(() => PublishedImages.ReadAsync(UserFile, Stop));

        Assert.Equal(ErrorCode.BadFile, refused.Error.Code);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }
}
