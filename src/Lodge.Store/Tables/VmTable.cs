using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Lodge.Model.Vms;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Definitions and why their VMs last stopped.</summary>
internal sealed class VmTable : IDisposable
{
    private readonly Statement save;
    private readonly Statement saveStatus;
    private readonly Statement delete;
    private readonly Statement load;

    public VmTable(SqliteConnection connection)
    {
        save = new Statement(
            connection,
            """
            INSERT INTO vm (id, name, revision, definition) VALUES ($1, $2, $3, $4)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, revision = excluded.revision, definition = excluded.definition
            """,
            parameters: 4);
        saveStatus = new Statement(connection, "UPDATE vm SET status = $2, last_words = $3 WHERE id = $1", parameters: 3);
        delete = new Statement(connection, "DELETE FROM vm WHERE id = $1", parameters: 1);
        load = new Statement(connection, "SELECT definition, revision, status, last_words, id, name FROM vm");
    }

    public void Save(Guid id, string name, long revision, string definition) =>
        save.Execute(id.ToString(), name, revision, definition);

    public void SaveStatus(Guid id, string status, string? lastWords) =>
        saveStatus.Execute(id.ToString(), status, lastWords);

    public void Delete(Guid id) => delete.Execute(id.ToString());

    /// <summary>Reads all rows; definitions stay the text that they are.</summary>
    public IReadOnlyList<StoredVm> Load()
    {
        var vms = new List<StoredVm>();
        var texts = new TextArena();
        using var rows = load.Query();
        while (rows.Read())
        {
            vms.Add(new StoredVm(
                new KeptDefinition(Guid.Parse(JsonColumn.Text(rows, 4)), rows.GetString(5), texts.Keep(JsonColumn.Text(rows, 0))),
                rows.GetInt64(1),
                JsonColumn.Decode(JsonColumn.Text(rows, 2), ModelJson.Default.VmStatus),
                JsonColumn.Decode(JsonColumn.Text(rows, 3), ModelJson.Default.IReadOnlyListString) ?? []));
        }

        return vms;
    }

    public void Dispose()
    {
        save.Dispose();
        saveStatus.Dispose();
        delete.Dispose();
        load.Dispose();
    }
}
