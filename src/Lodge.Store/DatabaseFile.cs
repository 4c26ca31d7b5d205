using Microsoft.Data.Sqlite;

namespace Lodge.Store;

/// <summary>Makes the database file and the connection to it.</summary>
internal static class DatabaseFile
{
    /// <summary>How long a statement waits for another program that holds the file, in seconds.</summary>
    private const int BusySeconds = 5;

    /// <summary>Creates a missing file for the daemon's eyes only; SQLite gives its log the same rights.</summary>
    public static void Prepare(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>Opens a connection, and changes nothing yet: the file may turn out to be another program's.</summary>
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
        connection.Open();
        return connection;
    }

    /// <summary>Makes commits of the connection survive a power cut, and proves that the file can be written.</summary>
    public static void MakeDurable(SqliteConnection connection)
    {
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
    }

    /// <summary>
    /// Has commits wait for the disk or not; what is committed meanwhile survives the program either way
    /// (sqlite.org/pragma.html#pragma_synchronous, FULL and NORMAL in WAL mode).
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="present">Whether they do; is changed with it.</param>
    /// <param name="wanted">Whether they shall.</param>
    public static void SetFlushing(SqliteConnection connection, ref bool present, bool wanted)
    {
        if (present == wanted)
        {
            return;
        }

        using var change = connection.CreateCommand();
        change.CommandText = $"PRAGMA synchronous = {(wanted ? "FULL" : "NORMAL")}";
        change.ExecuteNonQuery();
        present = wanted;
    }
}
