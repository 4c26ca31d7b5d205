using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>Counters that only ever go up.</summary>
internal sealed class CounterTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement reserve = new(
        connection,
        """
        INSERT INTO counter (name, next) VALUES ($1, 1 + $2)
        ON CONFLICT (name) DO UPDATE SET next = next + $2
        RETURNING next - $2
        """,
        parameters: 2);

    private readonly Statement has = new(connection, "SELECT count(*) FROM counter WHERE name = $1", parameters: 1);

    /// <summary>Takes <paramref name="count"/> numbers out of the counter <paramref name="name"/>.</summary>
    /// <returns>The first of them; a new counter begins at 1.</returns>
    public long Reserve(string name, int count) => reserve.ReadNumber(name, (long)count);

    /// <summary>Whether a counter was ever used.</summary>
    public bool Has(string name) => has.ReadNumber(name) != 0;

    public void Dispose()
    {
        reserve.Dispose();
        has.Dispose();
    }
}
