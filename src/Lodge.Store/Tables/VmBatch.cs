using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>
/// Some rows of the definition table as SQLite gave them, to be decoded on another thread while the next rows are
/// read. Decoding takes several times as long as reading, and with 10,000 definitions it is most of the start.
/// </summary>
internal sealed class VmBatch
{
    /// <summary>Small enough to be ordinary garbage soon, large enough for dozens of definitions.</summary>
    private const int UsualBytes = 64 * 1024;

    private readonly List<Row> rows = [];
    private byte[] bytes = new byte[UsualBytes];
    private int used;

    /// <summary>Whether another row of usual size might not fit.</summary>
    public bool IsFull => used > UsualBytes - 4096;

    /// <summary>Copies the present row: definition, revision, status, last words.</summary>
    public void Add(SqliteDataReader reader) => rows.Add(new Row(
        Copy(JsonColumn.Text(reader, 0)),
        reader.GetInt64(1),
        Copy(JsonColumn.Text(reader, 2)),
        Copy(JsonColumn.Text(reader, 3))));

    /// <summary>Turns the rows into what they describe.</summary>
    public StoredVm[] Decode() => [.. rows.Select(row => new StoredVm(
        JsonColumn.Decode(bytes.AsSpan(row.Definition), ModelJson.Default.VmDefinition)!,
        row.Revision,
        JsonColumn.Decode(bytes.AsSpan(row.Status), ModelJson.Default.VmStatus),
        JsonColumn.Decode(bytes.AsSpan(row.LastWords), ModelJson.Default.IReadOnlyListString) ?? []))];

    private Range Copy(ReadOnlySpan<byte> text)
    {
        var start = used;
        used += text.Length;
        if (used > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(used, bytes.Length * 2));
        }

        text.CopyTo(bytes.AsSpan(start));
        return start..used;
    }

    private readonly record struct Row(Range Definition, long Revision, Range Status, Range LastWords);
}
