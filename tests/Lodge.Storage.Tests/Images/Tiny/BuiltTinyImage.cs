using Lodge.Model.Errors;
using Lodge.Storage.Images;
using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Tests.Images.Tiny;

/// <summary>The tiny image, built once for a class of tests, or the reason why this host cannot.</summary>
public sealed class BuiltTinyImage : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lodge-tiny-image-");
    private TinyImage? _image;
    private string _reason = "";

    /// <summary>Packages stay here from run to run; another user's tests have a folder of their own.</summary>
    public static string Cache { get; } =
        Environment.GetEnvironmentVariable("LODGE_TEST_PACKAGES")
        ?? Path.Combine(Path.GetTempPath(), $"lodge-test-packages-{Environment.UserName}");

    public TinyImage Image
    {
        get
        {
            Assert.SkipWhen(_image is null, _reason);
            return _image!;
        }
    }

    public TinyImageRequest Request => new()
    {
        TargetFolder = Path.Combine(_root.FullName, "tiny"),
        CacheFolder = Cache,
    };

    public static Task<TinyImage> BuildAsync(TinyImageRequest request) =>
        new TinyImageBuilder(TimeProvider.System).BuildAsync(
            request, new Progress<ImageBuildProgress>(), TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync()
    {
        try
        {
            _image = await BuildAsync(Request);
        }
        catch (ImageBuildException failure) when (failure.Fault
            is ImageBuildFault.HostNotSupported
            or ImageBuildFault.PackageUnknown or ImageBuildFault.NetworkUnreachable
            or ImageBuildFault.PackageListsOutdated)
        {
            _reason = $"{failure.Message} {failure.Remedy}";
        }
        catch (LodgeException failure) when (failure.Error.Code == ErrorCode.Unsupported)
        {
            _reason = $"{failure.Message} {failure.Error.Remedy}";
        }
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
