using System.Security.Cryptography;
using Lodge.Engine.Ports;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Files;

/// <summary>Overwrites the bytes of a file or device.</summary>
internal static class ContentWiper
{
    private const int Piece = 4 << 20;

    public static async Task WipeAsync(IVolumeContent content, WipeMethod method, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (length, piece) = (content.Length, new byte[Piece]);
        if (method == WipeMethod.Trim)
        {
            await content.ClearAsync(0, length, cancellationToken);
        }
        else
        {
            for (var at = 0L; at < length; at += Piece)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (method == WipeMethod.Random)
                {
                    RandomNumberGenerator.Fill(piece);
                }

                await content.WriteAsync(piece.AsMemory(0, (int)Math.Min(Piece, length - at)), at, cancellationToken);
                progress.Report(Math.Min(1, (double)(at + Piece) / length));
            }
        }

        await content.FlushAsync(cancellationToken);
    }
}
