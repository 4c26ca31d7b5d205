using Lodge.Model.Json;
using Lodge.Model.Secrets;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Secrets; their values come and go sealed.</summary>
internal sealed class SecretTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement save = new(
        connection,
        """
        INSERT INTO secret (id, definition, value) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET definition = excluded.definition, value = excluded.value
        """,
        parameters: 3);

    private readonly Statement delete = new(connection, "DELETE FROM secret WHERE id = $1", parameters: 1);
    private readonly Statement load = new(connection, "SELECT definition, value FROM secret");

    public void Save(Guid id, string definition, byte[]? sealedValue) => save.Execute(id.ToString(), definition, sealedValue);

    public void Delete(Guid id) => delete.Execute(id.ToString());

    public IReadOnlyList<(SecretDefinition Definition, byte[]? SealedValue)> Load()
    {
        var secrets = new List<(SecretDefinition, byte[]?)>();
        using var rows = load.Query();
        while (rows.Read())
        {
            secrets.Add((JsonColumn.Decode(JsonColumn.Text(rows, 0), ModelJson.Default.SecretDefinition)!, rows.IsDBNull(1) ? null : (byte[])rows.GetValue(1)));
        }

        return secrets;
    }

    public void Dispose()
    {
        save.Dispose();
        delete.Dispose();
        load.Dispose();
    }
}
