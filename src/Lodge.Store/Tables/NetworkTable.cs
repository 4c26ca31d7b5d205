using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Networks.</summary>
internal sealed class NetworkTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement save = new(
        connection,
        """
        INSERT INTO network (id, name, revision, definition) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, revision = excluded.revision, definition = excluded.definition
        """,
        parameters: 4);

    private readonly Statement delete = new(connection, "DELETE FROM network WHERE id = $1", parameters: 1);
    private readonly Statement load = new(connection, "SELECT revision, definition FROM network");

    public void Save(Guid id, string name, long revision, string definition) => save.Execute(id.ToString(), name, revision, definition);

    public void Delete(Guid id) => delete.Execute(id.ToString());

    public IReadOnlyList<StoredNetwork> Load()
    {
        var networks = new List<StoredNetwork>();
        using var rows = load.Query();
        while (rows.Read())
        {
            networks.Add(new StoredNetwork(JsonColumn.Decode(JsonColumn.Text(rows, 1), ModelJson.Default.NetworkDefinition)!, rows.GetInt64(0)));
        }

        return networks;
    }

    public void Dispose()
    {
        save.Dispose();
        delete.Dispose();
        load.Dispose();
    }
}
