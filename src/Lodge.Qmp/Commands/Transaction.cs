using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lodge.Qmp.Commands;

/// <summary><c>transaction</c>: several changes of block nodes, all of them or none.</summary>
/// <param name="actions">The changes, in order.</param>
public sealed class TransactionCommand(IReadOnlyList<TransactionAction> actions)
    : QmpCommand<EmptyReply>("transaction", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("actions"u8);
        foreach (var action in actions)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, action.Type);
            writer.WriteStartObject("data"u8);
            ArgumentWriter.WriteMembers(writer, action.Data);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

/// <summary>One change within a transaction.</summary>
/// <param name="Type">The command that would do it alone, such as <c>blockdev-snapshot</c>.</param>
/// <param name="Data">That command's arguments.</param>
public sealed record TransactionAction(string Type, JsonObject Data)
{
    /// <summary>Puts a node on top of another, which whoever used that one then uses.</summary>
    /// <param name="node">The node that is in use.</param>
    /// <param name="overlay">The node to put on top; without a backing node as yet.</param>
    public static TransactionAction Snapshot(string node, string overlay) =>
        new("blockdev-snapshot", new JsonObject { ["node"] = node, ["overlay"] = overlay });

    /// <summary>Makes an internal snapshot of the image that a device is plugged into.</summary>
    /// <param name="node">The node that the device is plugged into.</param>
    /// <param name="tag">Name of the snapshot; no other of the image has it.</param>
    public static TransactionAction InternalSnapshot(string node, string tag) =>
        new("blockdev-snapshot-internal-sync", new JsonObject { ["device"] = node, ["name"] = tag });
}
