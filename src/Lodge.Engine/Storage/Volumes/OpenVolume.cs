using Lodge.Engine.Ports;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>A volume whose bytes are open; disposing it closes them and lets others in again.</summary>
public sealed class OpenVolume : IAsyncDisposable
{
    private readonly Action _close;

    internal OpenVolume(Volume volume, IVolumeContent content, Action close) => (Volume, Content, _close) = (volume, content, close);

    /// <summary>The volume as it was when it was opened.</summary>
    public Volume Volume { get; }

    /// <summary>Its bytes.</summary>
    public IVolumeContent Content { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Content.DisposeAsync();
        }
        finally
        {
            _close();
        }
    }
}
