using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Model.Errors;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lodge.Store.Tables;

/// <summary>Reads a JSON column straight from SQLite's own UTF-8, without a string in between.</summary>
internal static class JsonColumn
{
    /// <summary>Reads column <paramref name="ordinal"/> of the present row; null where the column is NULL.</summary>
    /// <exception cref="LodgeException">The text does not describe a <typeparamref name="T"/>.</exception>
    public static T? Read<T>(SqliteDataReader reader, int ordinal, JsonTypeInfo<T> type)
        where T : class
    {
        // The span points into SQLite's row buffer; it holds until the next step of the reader, and is not kept.
        var utf8 = raw.sqlite3_column_blob(reader.Handle!, ordinal);
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
