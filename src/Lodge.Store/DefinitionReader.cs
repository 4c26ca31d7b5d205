using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Store.Tables;
using Microsoft.Data.Sqlite;

namespace Lodge.Store;

/// <summary>
/// Reads single definitions through a connection of its own, which sees what was committed last and waits for no
/// write. Opened when somebody first reads.
/// </summary>
/// <param name="path">The database.</param>
internal sealed class DefinitionReader(string path) : IDefinitionTexts, IDisposable
{
    private readonly Lock _reading = new();
    private SqliteConnection? _connection;
    private Statement? _find;
    private bool _closed;

    /// <inheritdoc/>
    public StoredDefinition? Find(Guid id)
    {
        lock (_reading)
        {
            if (_closed)
            {
                throw new LodgeException(
                    ErrorCode.ShuttingDown, "The database is closed, because the daemon is ending.", "Start lodged again.");
            }

            try
            {
                return Read(id);
            }
            catch (Exception cause) when (cause is SqliteException or IOException)
            {
                throw StoreErrors.Translate(cause, path);
            }
        }
    }

    /// <summary>Closes the connection; nothing can be read any more.</summary>
    public void Dispose()
    {
        lock (_reading)
        {
            _closed = true;
            _find?.Dispose();
            _connection?.Dispose();
        }
    }

    private StoredDefinition? Read(Guid id)
    {
        _find ??= Open();
        using var rows = _find.Query(id.ToString());
        return rows.Read() ? new StoredDefinition(rows.GetInt64(0), JsonColumn.Text(rows, 1).ToArray()) : null;
    }

    private Statement Open()
    {
        _connection ??= DatabaseFile.Connect(path);
        return new Statement(
            _connection, "SELECT vm.revision, definition.json FROM definition JOIN vm ON vm.id = definition.vm WHERE definition.vm = $1", parameters: 1);
    }
}
