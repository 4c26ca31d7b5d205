using Lodge.Model.Firewall;
using Lodge.Model.Json;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Security groups.</summary>
internal sealed class SecurityGroupTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement save = new(
        connection,
        """
        INSERT INTO security_group (id, name, definition) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, definition = excluded.definition
        """,
        parameters: 3);

    private readonly Statement delete = new(connection, "DELETE FROM security_group WHERE id = $1", parameters: 1);
    private readonly Statement load = new(connection, "SELECT definition FROM security_group");

    public void Save(Guid id, string name, string definition) => save.Execute(id.ToString(), name, definition);

    public void Delete(Guid id) => delete.Execute(id.ToString());

    public IReadOnlyList<SecurityGroup> Load()
    {
        var groups = new List<SecurityGroup>();
        using var rows = load.Query();
        while (rows.Read())
        {
            groups.Add(JsonColumn.Decode(JsonColumn.Text(rows, 0), ModelJson.Default.SecurityGroup)!);
        }

        return groups;
    }

    public void Dispose()
    {
        save.Dispose();
        delete.Dispose();
        load.Dispose();
    }
}
