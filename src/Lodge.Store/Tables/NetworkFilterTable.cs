using Lodge.Model.Firewall.Filters;
using Lodge.Model.Json;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Network filters.</summary>
internal sealed class NetworkFilterTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement save = new(
        connection,
        """
        INSERT INTO network_filter (id, name, definition) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, definition = excluded.definition
        """,
        parameters: 3);

    private readonly Statement delete = new(connection, "DELETE FROM network_filter WHERE id = $1", parameters: 1);
    private readonly Statement load = new(connection, "SELECT definition FROM network_filter");

    public void Save(Guid id, string name, string definition) => save.Execute(id.ToString(), name, definition);

    public void Delete(Guid id) => delete.Execute(id.ToString());

    public IReadOnlyList<NetworkFilter> Load()
    {
        var filters = new List<NetworkFilter>();
        using var rows = load.Query();
        while (rows.Read())
        {
            filters.Add(JsonColumn.Decode(JsonColumn.Text(rows, 0), ModelJson.Default.NetworkFilter)!);
        }

        return filters;
    }

    public void Dispose()
    {
        save.Dispose();
        delete.Dispose();
        load.Dispose();
    }
}
