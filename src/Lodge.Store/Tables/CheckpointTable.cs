using Lodge.Model.Checkpoints;
using Lodge.Model.Json;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Checkpoints: one row a VM that has any.</summary>
internal sealed class CheckpointTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement save = new(
        connection, "INSERT INTO checkpoints (vm, json) VALUES ($1, $2) ON CONFLICT (vm) DO UPDATE SET json = excluded.json", parameters: 2);

    private readonly Statement delete = new(connection, "DELETE FROM checkpoints WHERE vm = $1", parameters: 1);
    private readonly Statement load = new(connection, "SELECT json FROM checkpoints");

    public void Save(Guid vmId, string json) => save.Execute(vmId.ToString(), json);

    public void Delete(Guid vmId) => delete.Execute(vmId.ToString());

    public IReadOnlyList<VmCheckpoints> Load()
    {
        var sets = new List<VmCheckpoints>();
        using var rows = load.Query();
        while (rows.Read())
        {
            sets.Add(JsonColumn.Decode(JsonColumn.Text(rows, 0), ModelJson.Default.VmCheckpoints)!);
        }

        return sets;
    }

    public void Dispose()
    {
        save.Dispose();
        delete.Dispose();
        load.Dispose();
    }
}
