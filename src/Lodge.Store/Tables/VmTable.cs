using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Definitions and why their VMs last stopped.</summary>
internal sealed class VmTable : IDisposable
{
    private readonly Statement save;
    private readonly Statement saveStatus;
    private readonly Statement delete;
    private readonly Statement count;
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
        count = new Statement(connection, "SELECT count(*) FROM vm");
        load = new Statement(connection, "SELECT definition, revision, status, last_words FROM vm");
    }

    public void Save(Guid id, string name, long revision, string definition) =>
        save.Execute(id.ToString(), name, revision, definition);

    public void SaveStatus(Guid id, string status, string? lastWords) =>
        saveStatus.Execute(id.ToString(), status, lastWords);

    public void Delete(Guid id) => delete.Execute(id.ToString());

    public IReadOnlyList<StoredVm> Load()
    {
        var vms = new List<StoredVm>((int)count.ReadNumber());
        using var rows = load.Query();
        while (rows.Read())
        {
            vms.Add(new StoredVm(
                JsonColumn.Read(rows, 0, ModelJson.Default.VmDefinition)!,
                rows.GetInt64(1),
                JsonColumn.Read(rows, 2, ModelJson.Default.VmStatus),
                JsonColumn.Read(rows, 3, ModelJson.Default.IReadOnlyListString) ?? []));
        }

        return vms;
    }

    public void Dispose()
    {
        save.Dispose();
        saveStatus.Dispose();
        delete.Dispose();
        count.Dispose();
        load.Dispose();
    }
}
