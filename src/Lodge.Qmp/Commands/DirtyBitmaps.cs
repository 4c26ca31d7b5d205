using System.Text.Json.Nodes;

namespace Lodge.Qmp.Commands;

/// <summary>A bitmap of a block node that notes which parts were written.</summary>
/// <param name="Count">What was written, bytes, in whole units.</param>
/// <param name="Granularity">The unit, bytes.</param>
/// <param name="Recording">Whether it notes writes now.</param>
/// <param name="Busy">Whether a job has it.</param>
/// <param name="Persistent">Whether it is stored in the image when that is closed.</param>
/// <param name="Name">Its name; null for one of QEMU's own.</param>
/// <param name="Inconsistent">Whether it was not stored when the image was last closed; it can only be removed then.</param>
public sealed record DirtyBitmap(
    long Count, long Granularity, bool Recording, bool Busy, bool Persistent, string? Name = null, bool? Inconsistent = null);

/// <summary>What a transaction does to bitmaps.</summary>
public static class BitmapActions
{
    /// <summary>Makes one that is stored in the image, and notes all writes from now on.</summary>
    /// <param name="node">The image's node.</param>
    /// <param name="name">The bitmap's name, up to 1,023 bytes.</param>
    /// <param name="granularity">Its unit, bytes: a power of two.</param>
    public static TransactionAction Add(string node, string name, long granularity) => new(
        "block-dirty-bitmap-add", new JsonObject { ["node"] = node, ["name"] = name, ["granularity"] = granularity, ["persistent"] = true });

    /// <summary>Removes one.</summary>
    public static TransactionAction Remove(string node, string name) =>
        new("block-dirty-bitmap-remove", new JsonObject { ["node"] = node, ["name"] = name });

    /// <summary>Adds what one knows to another one.</summary>
    /// <param name="from">Node and name of the first.</param>
    /// <param name="to">Node and name of the other, of an image of the same size.</param>
    public static TransactionAction Merge((string Node, string Name) from, (string Node, string Name) to) => new(
        "block-dirty-bitmap-merge",
        new JsonObject
        {
            ["node"] = to.Node,
            ["target"] = to.Name,
            ["bitmaps"] = new JsonArray(new JsonObject { ["node"] = from.Node, ["name"] = from.Name }),
        });
}
