using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lodge.Store.Tests.Support;

/// <summary>A folder with a database, gone when the test ends.</summary>
internal sealed class StoreFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("lodge-store-").FullName;

    public string DatabasePath => Path.Combine(Folder, "lodge.db");

    public Task<SqliteStore> OpenAsync() => OpenAsync(DatabasePath);

    public static Task<SqliteStore> OpenAsync(string path) =>
        SqliteStore.OpenAsync(path, NullLogger.Instance, CancellationToken.None);

    /// <summary>Changes or creates the database behind the store's back.</summary>
    public void Tamper(string sql)
    {
        // The provider is set by whoever comes first; the store does it when it opens.
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_sqlite3());
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>How many VMs are in the database file without its write-ahead log; -1 while it cannot be read so.</summary>
    public int CountInFileAlone()
    {
        var copy = Path.Combine(Folder, "copy.db");
        File.Copy(DatabasePath, copy, overwrite: true);
        try
        {
            using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM vm";
            return (int)(long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            return -1;
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
