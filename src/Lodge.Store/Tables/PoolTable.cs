using Lodge.Model.Json;
using Lodge.Model.Storage;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Storage pools.</summary>
internal sealed class PoolTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement save = new(
        connection, "INSERT INTO pool (id, definition) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET definition = excluded.definition", parameters: 2);

    private readonly Statement delete = new(connection, "DELETE FROM pool WHERE id = $1", parameters: 1);
    private readonly Statement load = new(connection, "SELECT definition FROM pool");

    public void Save(Guid id, string definition) => save.Execute(id.ToString(), definition);

    public void Delete(Guid id) => delete.Execute(id.ToString());

    public IReadOnlyList<FolderPool> Load()
    {
        var pools = new List<FolderPool>();
        using var rows = load.Query();
        while (rows.Read())
        {
            pools.Add(JsonColumn.Decode(JsonColumn.Text(rows, 0), ModelJson.Default.FolderPool)!);
        }

        return pools;
    }

    public void Dispose()
    {
        save.Dispose();
        delete.Dispose();
        load.Dispose();
    }
}
