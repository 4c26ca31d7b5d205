using Lodge.Storage.Images;

namespace Lodge.Storage.Tests.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lodge-image-folder-");

    private string Target => Path.Combine(_root.FullName, "images", "tiny");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commit_puts_the_new_image_in_place_and_leaves_nothing_beside_it(bool hasOldImage)
    {
        if (hasOldImage)
        {
            Directory.CreateDirectory(Target);
            await File.WriteAllTextAsync(Path.Combine(Target, "old"), "", Stop);
        }

        using (var folder = await ImageFolder.OpenAsync(Target, Stop))
        {
            folder.Begin();
            await File.WriteAllTextAsync(Path.Combine(folder.Staging, "new"), "", Stop);
            folder.Commit();
        }

        Assert.Equal(["new"], Directory.EnumerateFiles(Target).Select(Path.GetFileName));
        Assert.Equal([".tiny.lock", "tiny"], Names(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public async Task Begin_after_a_crash_starts_from_nothing()
    {
        using (var crashed = await ImageFolder.OpenAsync(Target, Stop))
        {
            crashed.Begin();
            await File.WriteAllTextAsync(Path.Combine(crashed.Staging, "half"), "", Stop);
        }

        using var folder = await ImageFolder.OpenAsync(Target, Stop);
        folder.Begin();

        Assert.Empty(Names(folder.Staging));
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task Second_builder_waits_for_the_first()
    {
        var first = await ImageFolder.OpenAsync(Target, Stop);
        var second = ImageFolder.OpenAsync(Target, Stop);
        await Task.Delay(TimeSpan.FromMilliseconds(300), Stop);
        Assert.False(second.IsCompleted);

        first.Dispose();
        (await second).Dispose();
    }

    private static IEnumerable<string?> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
