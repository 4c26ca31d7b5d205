using Lodge.Model.Json;
using Lodge.Model.Storage;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>What is known of volumes beside their bytes.</summary>
internal sealed class VolumeTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement save = new(
        connection,
        "INSERT INTO volume (pool, name, record) VALUES ($1, $2, $3) ON CONFLICT (pool, name) DO UPDATE SET record = excluded.record",
        parameters: 3);

    private readonly Statement delete = new(connection, "DELETE FROM volume WHERE pool = $1 AND name = $2", parameters: 2);
    private readonly Statement deletePool = new(connection, "DELETE FROM volume WHERE pool = $1", parameters: 1);
    private readonly Statement load = new(connection, "SELECT record FROM volume");

    public void Save(Guid pool, string name, string record) => save.Execute(pool.ToString(), name, record);

    public void Delete(Guid pool, string name) => delete.Execute(pool.ToString(), name);

    public void DeletePool(Guid pool) => deletePool.Execute(pool.ToString());

    public IReadOnlyList<VolumeRecord> Load()
    {
        var records = new List<VolumeRecord>();
        using var rows = load.Query();
        while (rows.Read())
        {
            records.Add(JsonColumn.Decode(JsonColumn.Text(rows, 0), ModelJson.Default.VolumeRecord)!);
        }

        return records;
    }

    public void Dispose()
    {
        save.Dispose();
        delete.Dispose();
        deletePool.Dispose();
        load.Dispose();
    }
}
