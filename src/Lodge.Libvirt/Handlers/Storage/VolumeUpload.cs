using Lodge.Engine.Storage.Volumes;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Streams;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Writes what a client sends into a volume.</summary>
/// <param name="open">The volume; belongs to the upload.</param>
/// <param name="stream">The client's stream.</param>
/// <param name="offset">Where it begins.</param>
/// <param name="length">How much it may be; 0 for no limit.</param>
internal sealed class VolumeUpload(OpenVolume open, ClientStream stream, long offset, long length)
{
    /// <summary>Runs until the client has sent everything; what was written is durable then.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using (open)
        {
            var at = offset;
            for (var part = await stream.ReadAsync(cancellation); !part.IsEnd; part = await stream.ReadAsync(cancellation))
            {
                var end = at + part.Hole + part.Data.Length;
                if (part.Hole < 0 || end < at || (length > 0 && end > offset + length))
                {
                    throw new LibvirtException(
                        ErrorNumber.InvalidArg, ErrorOrigin.Streams, $"the client sent more than the {length} bytes that it had announced");
                }

                await (part.Hole > 0 ? open.Content.ClearAsync(at, part.Hole, cancellation) : open.Content.WriteAsync(part.Data, at, cancellation));
                at = end;
            }

            await open.Content.FlushAsync(cancellation);
        }
    }
}
