using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Snapshots;

namespace Lodge.Qemu.Tests.Snapshots;

/// <summary>Internal snapshots of images that no QEMU has open, with the real qemu-img.</summary>
public sealed class TaggedImageTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lodge-tags-").FullName;

    [Fact]
    public async Task Internal_snapshots_are_made_read_brought_back_copied_and_removed()
    {
        var (layers, silent) = (new DiskLayers(), new Progress<double>());
        var (image, raw) = (new LayerFile(Path.Combine(_root, "a.qcow2"), DiskFormat.Qcow2), new LayerFile(Path.Combine(_root, "a.raw"), DiskFormat.Raw));
        await File.WriteAllBytesAsync(raw.Path, [.. Enumerable.Repeat((byte)1, 1 << 16)], TestContext.Current.CancellationToken);
        await layers.MakeAsync(image, 1 << 16, null, default);
        Assert.Empty(await layers.ReadTagsAsync(raw, default));
        Assert.Empty(await layers.ReadTagsAsync(image, default));
        await layers.TagAsync(image.Path, "1-3fa2c1", default);
        await layers.CopyAsync(raw, image, null, silent, default);
        await layers.TagAsync(image.Path, "größer-0a0a0a", default);
        Assert.Equal(["1-3fa2c1", "größer-0a0a0a"], await layers.ReadTagsAsync(image, default));

        // Back twice, as a daemon does that finds it under way.
        var copy = image with { Path = Path.Combine(_root, "b.qcow2") };
        await layers.DuplicateAsync(image.Path, copy.Path, default);
        await layers.ApplyTagAsync(copy.Path, "1-3fa2c1", default);
        await layers.ApplyTagAsync(copy.Path, "1-3fa2c1", default);
        await layers.DeleteTagAsync(copy.Path, "1-3fa2c1", default);
        await layers.DeleteTagAsync(copy.Path, "1-3fa2c1", default);
        await layers.DeleteTagAsync(Path.Combine(_root, "gone.qcow2"), "1-3fa2c1", default);
        Assert.Equal(["größer-0a0a0a"], await layers.ReadTagsAsync(copy, default));
        Assert.Equal(0, await FirstByteAsync(copy));
        Assert.Equal(1, await FirstByteAsync(image));
        await Assert.ThrowsAsync<LodgeException>(() => layers.DuplicateAsync(image.Path, copy.Path, default));
        await Assert.ThrowsAsync<LodgeException>(() => layers.ApplyTagAsync(copy.Path, "1-3fa2c1", default));

        async Task<byte> FirstByteAsync(LayerFile from)
        {
            var to = new LayerFile(Path.Combine(_root, "read.raw"), DiskFormat.Raw);
            await layers.DeleteAsync(to.Path, default);
            await layers.MakeAsync(to, 1 << 16, null, default);
            await layers.CopyAsync(from, to, null, silent, default);
            return (await File.ReadAllBytesAsync(to.Path))[0];
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
