using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>VMs: their definitions, what lists show of them, and why they last stopped.</summary>
internal sealed class VmTable : IDisposable
{
    private readonly Statement save;
    private readonly Statement saveDefinition;
    private readonly Statement saveStatus;
    private readonly Statement delete;
    private readonly Statement load;

    public VmTable(SqliteConnection connection)
    {
        save = new Statement(
            connection,
            """
            INSERT INTO vm (id, name, revision, cpus, memory, autostart, title) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (id) DO UPDATE SET
              name = excluded.name, revision = excluded.revision,
              cpus = excluded.cpus, memory = excluded.memory, autostart = excluded.autostart, title = excluded.title
            """,
            parameters: 7);
        saveDefinition = new Statement(
            connection, "INSERT INTO definition (vm, json) VALUES ($1, $2) ON CONFLICT (vm) DO UPDATE SET json = excluded.json", parameters: 2);
        saveStatus = new Statement(connection, "UPDATE vm SET status = $2, last_words = $3 WHERE id = $1", parameters: 3);
        delete = new Statement(connection, "DELETE FROM vm WHERE id = $1", parameters: 1);
        load = new Statement(connection, "SELECT id, name, revision, status, last_words, cpus, memory, autostart, title FROM vm");
    }

    public void Save(Guid id, string name, long revision, DefinitionSummary summary, string definition)
    {
        var key = id.ToString();
        save.Execute(key, name, revision, (long)summary.Cpus, summary.Memory.Bytes, summary.Autostart ? 1L : 0L, summary.Title);
        saveDefinition.Execute(key, definition);
    }

    public void SaveStatus(Guid id, string status, string? lastWords) =>
        saveStatus.Execute(id.ToString(), status, lastWords);

    public void Delete(Guid id) => delete.Execute(id.ToString());

    /// <summary>Reads all rows; definitions stay on the disk.</summary>
    /// <param name="texts">Reads a definition when somebody looks into it.</param>
    public IReadOnlyList<StoredVm> Load(IDefinitionTexts texts)
    {
        var vms = new List<StoredVm>();
        using var rows = load.Query();
        while (rows.Read())
        {
            var revision = rows.GetInt64(2);
            vms.Add(new StoredVm(
                new KeptDefinition(Guid.Parse(JsonColumn.Text(rows, 0)), rows.GetString(1), revision, Summary(rows), texts),
                revision,
                JsonColumn.Decode(JsonColumn.Text(rows, 3), ModelJson.Default.VmStatus),
                JsonColumn.Decode(JsonColumn.Text(rows, 4), ModelJson.Default.IReadOnlyListString) ?? []));
        }

        return vms;
    }

    public void Dispose()
    {
        save.Dispose();
        saveDefinition.Dispose();
        saveStatus.Dispose();
        delete.Dispose();
        load.Dispose();
    }

    // A row of an older schema has none until its definition is stored again.
    private static DefinitionSummary? Summary(SqliteDataReader row) => row.IsDBNull(5)
        ? null
        : new DefinitionSummary(row.GetInt32(5), new ByteSize(row.GetInt64(6)), row.GetInt64(7) != 0, row.IsDBNull(8) ? null : row.GetString(8));
}
