using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary><c>query-block</c>: the drives that the guest sees, and what is in them.</summary>
public sealed class QueryBlockCommand()
    : QmpCommand<IReadOnlyList<BlockInfo>>("query-block", ReplyJson.Default.IReadOnlyListBlockInfo);

/// <summary><c>query-named-block-nodes</c>: every block node.</summary>
/// <param name="flat">Whether to leave out each image's chain of backing images, which is costly.</param>
public sealed class QueryNamedBlockNodesCommand(bool? flat = null)
    : QmpCommand<IReadOnlyList<BlockNode>>("query-named-block-nodes", ReplyJson.Default.IReadOnlyListBlockNode)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteOptional("flat", flat);
}

/// <summary><c>blockdev-add</c>: opens an image as a block node.</summary>
/// <param name="arguments">The node's options as a JSON object: <c>driver</c>, <c>node-name</c> and so on.</param>
public sealed class BlockdevAddCommand(JsonElement arguments)
    : QmpCommand<EmptyReply>("blockdev-add", ReplyJson.Default.EmptyReply)
{
    private readonly JsonElement _arguments = ArgumentWriter.RequireObject(arguments, nameof(arguments));

    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) =>
        ArgumentWriter.WriteMembers(writer, _arguments);
}

/// <summary><c>blockdev-del</c>: closes a block node that nothing uses.</summary>
public sealed class BlockdevDelCommand(string nodeName)
    : QmpCommand<EmptyReply>("blockdev-del", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) =>
        writer.WriteString("node-name"u8, nodeName);
}

/// <summary><c>blockdev-reopen</c>: gives a block node other options; those that are left out go back to what QEMU takes by itself.</summary>
/// <param name="options">All options of the node, as for <c>blockdev-add</c>.</param>
public sealed class BlockdevReopenCommand(JsonElement options)
    : QmpCommand<EmptyReply>("blockdev-reopen", ReplyJson.Default.EmptyReply)
{
    private readonly JsonElement _options = ArgumentWriter.RequireObject(options, nameof(options));

    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("options"u8);
        _options.WriteTo(writer);
        writer.WriteEndArray();
    }
}

/// <summary><c>block_resize</c>: makes a disk larger or smaller while the guest uses it.</summary>
/// <param name="nodeName">The block node.</param>
/// <param name="bytes">The size that the guest is to see.</param>
public sealed class BlockResizeCommand(string nodeName, long bytes)
    : QmpCommand<EmptyReply>("block_resize", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("node-name"u8, nodeName);
        writer.WriteNumber("size"u8, bytes);
    }
}

/// <summary><c>block-set-write-threshold</c>: has <c>BLOCK_WRITE_THRESHOLD</c> sent, once, when the guest writes beyond a mark.</summary>
/// <param name="nodeName">The block node.</param>
/// <param name="bytes">The mark, from the node's beginning; 0 takes it away.</param>
public sealed class BlockSetWriteThresholdCommand(string nodeName, long bytes)
    : QmpCommand<EmptyReply>("block-set-write-threshold", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("node-name"u8, nodeName);
        writer.WriteNumber("write-threshold"u8, bytes);
    }
}
