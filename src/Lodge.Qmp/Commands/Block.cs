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
