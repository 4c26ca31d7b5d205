using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Model.Errors;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lodge.Store.Tables;

/// <summary>JSON columns, read straight from SQLite's own UTF-8 without a string in between.</summary>
internal static class JsonColumn
{
    /// <summary>
    /// The UTF-8 text of column <paramref name="ordinal"/> in the present row; empty where it is NULL. The span
    /// points into SQLite's row buffer: use it before the reader goes on.
    /// </summary>
    public static ReadOnlySpan<byte> Text(SqliteDataReader reader, int ordinal) =>
        raw.sqlite3_column_blob(reader.Handle!, ordinal);

    /// <summary>What <paramref name="utf8"/> describes; null when it is empty.</summary>
    /// <exception cref="LodgeException">It does not describe a <typeparamref name="T"/>.</exception>
    public static T? Decode<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return utf8.IsEmpty ? null : JsonSerializer.Deserialize(utf8, type);
        }
        catch (JsonException cause)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The database holds a {typeof(T).Name} that this Lodge cannot read: {cause.Message}",
                "Restore the database from a backup, or install the Lodge that wrote it.",
                cause);
        }
    }
}
