using Microsoft.Data.Sqlite;

namespace Lodge.Store;

/// <summary>Makes the database file and the connection to it.</summary>
internal static class DatabaseFile
{
    /// <summary>How long a statement waits for another program that holds the file, in seconds.</summary>
    private const int BusySeconds = 5;

    /// <summary>Creates the file for the daemon's eyes only; SQLite gives its log the same rights.</summary>
    public static void Prepare(string path)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>Opens a connection whose commits survive a power cut.</summary>
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
        }.ToString());
        try
        {
            connection.Open();
            using var setup = connection.CreateCommand();

            // SQLite opens a file that it may not write read-only, without a word; the transaction brings that to light.
            setup.CommandText =
                $"""
                PRAGMA busy_timeout = {BusySeconds * 1000};
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA journal_size_limit = 16777216;
                BEGIN IMMEDIATE;
                ROLLBACK;
                """;
            setup.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
