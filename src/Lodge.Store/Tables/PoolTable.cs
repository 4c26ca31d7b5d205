using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Storage pools.</summary>
internal sealed class PoolTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement save = new(
        connection,
        """
        INSERT INTO pool (id, definition, revision, active, persistent) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET
          definition = excluded.definition, revision = excluded.revision, active = excluded.active, persistent = excluded.persistent
        """,
        parameters: 5);

    private readonly Statement delete = new(connection, "DELETE FROM pool WHERE id = $1", parameters: 1);
    private readonly Statement load = new(connection, "SELECT definition, revision, active, persistent FROM pool");

    public void Save(StoredPool pool, string definition) =>
        save.Execute(pool.Definition.Id.ToString(), definition, pool.Revision, pool.Active ? 1L : 0L, pool.Persistent ? 1L : 0L);

    public void Delete(Guid id) => delete.Execute(id.ToString());

    public IReadOnlyList<StoredPool> Load()
    {
        var pools = new List<StoredPool>();
        using var rows = load.Query();
        while (rows.Read())
        {
            var definition = JsonColumn.Decode(JsonColumn.Text(rows, 0), ModelJson.Default.PoolDefinition)!;
            pools.Add(new StoredPool(definition, rows.GetInt64(1), rows.GetInt64(2) != 0, rows.GetInt64(3) != 0));
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
