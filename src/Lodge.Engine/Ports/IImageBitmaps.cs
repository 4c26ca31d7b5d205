using Lodge.Model.Errors;

namespace Lodge.Engine.Ports;

/// <summary>
/// The bitmaps in qcow2 images that note which parts are written: of images that one running QEMU has open, or of those
/// that none has.
/// </summary>
public interface IImageBitmaps
{
    /// <summary>The bitmaps in an image; null when it is of a kind that can have none.</summary>
    /// <param name="path">Absolute path of a qcow2 image.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LodgeException">It cannot be read.</exception>
    Task<IReadOnlyList<ImageBitmap>?> ListAsync(string path, CancellationToken cancellationToken);

    /// <summary>Makes bitmaps that note all writes from now on. In a running QEMU all begin at the same moment, or none.</summary>
    /// <exception cref="LodgeException">One is there already, or could not be made.</exception>
    Task AddAsync(IReadOnlyList<BitmapPlace> places, CancellationToken cancellationToken);

    /// <summary>Removes bitmaps; those that are not there are passed over.</summary>
    /// <exception cref="LodgeException">One could not be removed.</exception>
    Task RemoveAsync(IReadOnlyList<BitmapPlace> places, CancellationToken cancellationToken);

    /// <summary>
    /// Has an image know what bitmaps of another one know, and note all writes from now on; what it had under their names is
    /// gone. Nobody writes to either meanwhile. Safe to repeat.
    /// </summary>
    /// <param name="from">Absolute path of the image with the bitmaps.</param>
    /// <param name="to">Absolute path of the other qcow2 image, which a guest sees as large.</param>
    /// <param name="bitmaps">Their names.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="LodgeException">It failed; the bitmaps of the first image are as they were.</exception>
    Task CarryAsync(string from, string to, IReadOnlyList<string> bitmaps, CancellationToken cancellationToken);
}

/// <summary>A bitmap in an image.</summary>
/// <param name="Path">Absolute path of the qcow2 image.</param>
/// <param name="Name">The bitmap's name.</param>
public sealed record BitmapPlace(string Path, string Name);

/// <summary>What is known of a bitmap.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSound">Whether it has noted every write so far, and notes those to come.</param>
/// <param name="Dirty">What was written, bytes, in whole units of the bitmap; null when only a running QEMU knows.</param>
public sealed record ImageBitmap(string Name, bool IsSound, long? Dirty);
