using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Qemu.Snapshots;

namespace Lodge.Qemu.Checkpoints;

/// <summary>The bitmaps in images that no QEMU has open, worked on by qemu-img.</summary>
internal sealed class StoppedBitmaps : IImageBitmaps
{
    public Task<IReadOnlyList<ImageBitmap>?> ListAsync(string path, CancellationToken cancellationToken) => Qcow2BitmapReader.ReadAsync(path, cancellationToken);

    public async Task AddAsync(IReadOnlyList<BitmapPlace> places, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            await QemuImg.RunAsync(
                ["bitmap", "--add", "-g", Unit, "-f", "qcow2", place.Path, place.Name], $"make the bitmap '{place.Name}' in '{place.Path}'", cancellationToken);
        }
    }

    public async Task RemoveAsync(IReadOnlyList<BitmapPlace> places, CancellationToken cancellationToken)
    {
        foreach (var image in places.GroupBy(place => place.Path))
        {
            var there = (await ListAsync(image.Key, cancellationToken) ?? []).Select(bitmap => bitmap.Name).ToHashSet();
            foreach (var name in image.Select(place => place.Name).Distinct().Where(there.Contains))
            {
                await RemoveAsync(image.Key, name, cancellationToken);
            }
        }
    }

    public async Task CarryAsync(string from, string to, IReadOnlyList<string> bitmaps, CancellationToken cancellationToken)
    {
        await RemoveAsync([.. bitmaps.Select(name => new BitmapPlace(to, name))], cancellationToken);
        foreach (var name in bitmaps)
        {
            try
            {
                // Both happen before the image is closed, which is when it is stored: so nobody finds it empty.
                await QemuImg.RunAsync(
                    ["bitmap", "--add", "--merge", name, "-g", Unit, "-b", from, "-F", "qcow2", "-f", "qcow2", to, name],
                    $"copy the bitmap '{name}' of '{from}' into '{to}'",
                    cancellationToken);
            }
            catch (LodgeException)
            {
                await RemoveAsync([new BitmapPlace(to, name)], CancellationToken.None);
                throw;
            }
        }
    }

    private static string Unit => VmBitmaps.Unit.ToString(CultureInfo.InvariantCulture);

    private static Task RemoveAsync(string path, string name, CancellationToken cancellationToken) => QemuImg.RunAsync(
        ["bitmap", "--remove", "-f", "qcow2", path, name], $"remove the bitmap '{name}' from '{path}'", cancellationToken);
}
