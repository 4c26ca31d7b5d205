using Microsoft.Data.Sqlite;

namespace Lodge.Store;

/// <summary>A prepared statement that is used again and again. Only the store's own thread touches it.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;

    /// <summary>Prepares <paramref name="sql"/>, whose parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
    public Statement(SqliteConnection connection, string sql, int parameters = 0)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (var number = 1; number <= parameters; number++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${number}" });
        }

        command.Prepare();
    }

    /// <summary>Runs the statement.</summary>
    /// <returns>How many rows changed.</returns>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs the statement and reads the number in its first row.</summary>
    public long ReadNumber(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return (long)(command.ExecuteScalar() ?? throw new InvalidOperationException($"No row: {command.CommandText}"));
    }

    /// <summary>Runs the statement; the caller disposes of the reader.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    public void Dispose() => command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }
    }
}
