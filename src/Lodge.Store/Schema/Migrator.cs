using System.Globalization;
using Lodge.Model.Errors;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Schema;

/// <summary>
/// Recognizes Lodge's own databases and brings them to the newest schema. The header of the file says both:
/// <c>application_id</c> whose it is, <c>user_version</c> how new.
/// </summary>
internal sealed class Migrator(IReadOnlyList<Migration> migrations)
{
    /// <summary>"Ldge" in ASCII; <c>file(1)</c> and other programs tell Lodge's databases by it.</summary>
    public const int ApplicationId = 0x4C646765;

    /// <summary>The schema version that this program reads and writes.</summary>
    public int NewestVersion => migrations.Count == 0 ? 0 : migrations[^1].Version;

    /// <summary>Runs the missing steps, each in a transaction of its own, so that a crash leaves a whole version.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="found">Its present version, as <see cref="Identify"/> told it.</param>
    public void Migrate(SqliteConnection connection, int found)
    {
        foreach (var step in migrations.Where(step => step.Version > found))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, transaction, step.Sql);
            Execute(connection, transaction, Invariant($"PRAGMA application_id = {ApplicationId}"));
            Execute(connection, transaction, Invariant($"PRAGMA user_version = {step.Version}"));
            transaction.Commit();
        }
    }

    /// <summary>Tells which version of the schema a database has; 0 when it is new. Only reads.</summary>
    /// <exception cref="LodgeException">The file belongs to another program or to a newer Lodge.</exception>
    public int Identify(SqliteConnection connection, string path)
    {
        var application = Read(connection, "PRAGMA application_id");
        var version = Read(connection, "PRAGMA user_version");
        var isEmpty = Read(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (application == 0 && version == 0 && isEmpty)
        {
            return 0;
        }

        if (application != ApplicationId)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"{path} is an SQLite database of another program, not Lodge's.",
                "Give Lodge another folder with --root, or move that file away.");
        }

        if (version > NewestVersion)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"{path} was written by a newer Lodge: its schema version is {version}, this one knows up to {NewestVersion}.",
                "Install the newer Lodge again, or restore a backup of the database from before the upgrade.");
        }

        return (int)version;
    }

    private static long Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
