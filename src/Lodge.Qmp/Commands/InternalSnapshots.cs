using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>snapshot-save</c>: a job that makes internal snapshots with the guest's memory in one of them. QEMU answers nothing while the memory
/// is written. The job waits to be dismissed.
/// </summary>
/// <param name="jobId">The job's id.</param>
/// <param name="tag">Name of the snapshot.</param>
/// <param name="memoryNode">The node whose image gets the memory.</param>
/// <param name="nodes">The nodes whose images are snapshotted; that one among them.</param>
public sealed class SnapshotSaveCommand(string jobId, string tag, string memoryNode, IReadOnlyList<string> nodes)
    : QmpCommand<EmptyReply>("snapshot-save", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => SnapshotArguments.Write(writer, jobId, tag, memoryNode, nodes);
}

/// <summary><c>snapshot-load</c>: a job that brings images and the guest's memory back to an internal snapshot.</summary>
/// <param name="jobId">The job's id.</param>
/// <param name="tag">Name of the snapshot.</param>
/// <param name="memoryNode">The node whose image has the memory.</param>
/// <param name="nodes">The nodes whose images are brought back; that one among them.</param>
public sealed class SnapshotLoadCommand(string jobId, string tag, string memoryNode, IReadOnlyList<string> nodes)
    : QmpCommand<EmptyReply>("snapshot-load", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => SnapshotArguments.Write(writer, jobId, tag, memoryNode, nodes);
}

/// <summary><c>snapshot-delete</c>: a job that removes an internal snapshot; images without it are passed over.</summary>
/// <param name="jobId">The job's id.</param>
/// <param name="tag">Name of the snapshot.</param>
/// <param name="nodes">The nodes of the images.</param>
public sealed class SnapshotDeleteCommand(string jobId, string tag, IReadOnlyList<string> nodes)
    : QmpCommand<EmptyReply>("snapshot-delete", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => SnapshotArguments.Write(writer, jobId, tag, null, nodes);
}

/// <summary>What commands for internal snapshots have in common.</summary>
internal static class SnapshotArguments
{
    public static void Write(Utf8JsonWriter writer, string jobId, string tag, string? memoryNode, IReadOnlyList<string> nodes)
    {
        writer.WriteString("job-id"u8, jobId);
        writer.WriteString("tag"u8, tag);
        writer.WriteOptional("vmstate", memoryNode);
        writer.WriteStartArray("devices"u8);
        foreach (var node in nodes)
        {
            writer.WriteStringValue(node);
        }

        writer.WriteEndArray();
    }
}
