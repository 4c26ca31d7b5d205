using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Jobs;
using Lodge.Model.Text;

namespace Lodge.Engine.Images;

/// <summary>Images that VMs can be launched from.</summary>
public sealed class ImageService
{
    private static readonly string[] Buildable = ["tiny", "tiny-full"];

    private readonly IImageCatalogue _catalogue;
    private readonly JobBoard _jobs;

    internal ImageService(IImageCatalogue catalogue, JobBoard jobs) => (_catalogue, _jobs) = (catalogue, jobs);

    /// <summary>All images, by name.</summary>
    public Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken) => _catalogue.ListAsync(cancellationToken);

    /// <summary>One image.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageNotFound"/>.</exception>
    public async Task<ImageInfo> GetAsync(string name, CancellationToken cancellationToken)
    {
        var images = await _catalogue.ListAsync(cancellationToken);
        return images.FirstOrDefault(image => image.Name == name) ?? throw NotFound(name, images.Select(image => image.Name));
    }

    /// <summary>Builds an image; one that is up to date already is kept.</summary>
    /// <returns>The job, under way.</returns>
    public Job Build(string name)
    {
        if (!Buildable.Contains(name))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"Lodge cannot build an image '{name}'.", $"It can build: {string.Join(", ", Buildable)}.");
        }

        return _jobs.Run(JobKind.BuildImage, null, name, (progress, token) => _catalogue.BuildAsync(name, progress, token));
    }

    private static LodgeException NotFound(string name, IEnumerable<string> known)
    {
        var remedy = Buildable.Contains(name)
            ? $"Build it first: 'lodge image build {name}'."
            : Suggestion.For(name, known) is { } near ? $"Did you mean '{near}'?" : "List the images with 'lodge image list'.";
        return new LodgeException(ErrorCode.ImageNotFound, $"There is no image '{name}'.", remedy);
    }
}
