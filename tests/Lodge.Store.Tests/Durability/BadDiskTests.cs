using Lodge.Store.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tests.Durability;

public sealed class BadDiskTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Connection_flushes_each_commit_and_logs_ahead()
    {
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_sqlite3());
        DatabaseFile.Prepare(folder.DatabasePath);
        using var connection = DatabaseFile.Connect(folder.DatabasePath);
        DatabaseFile.MakeDurable(connection);

        Assert.Equal("wal", Ask(connection, "PRAGMA journal_mode"));
        Assert.Equal(2L, Ask(connection, "PRAGMA synchronous"));
        Assert.Equal(1L, Ask(connection, "PRAGMA foreign_keys"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.DatabasePath));
    }

    [Fact]
    public async Task Full_disk_refuses_the_write_keeps_the_rest_and_recovers_with_room()
    {
        var output = await Child.RunOnOwnDiskAsync("fill", folder.Folder, size: "512k");

        Assert.Contains("refused StorageFailed: There is no room left on the disk", output);
        Assert.Contains("Free some space", output);
        Assert.Contains("kept True", output);
        Assert.Contains("writes again", output);
    }

    [Fact]
    public async Task Read_only_folder_is_refused_with_what_to_do()
    {
        var output = await Child.RunOnOwnDiskAsync(
            "open", folder.Folder, size: "512k", prepare: $"mount -o remount,ro '{folder.Folder}'");

        Assert.StartsWith("refused StorageFailed:", output);
        Assert.Contains("writable for the user that runs lodged", output);
    }

    [Fact]
    public async Task Read_only_folder_with_a_database_in_it_is_refused_with_what_to_do()
    {
        var fill = $"\"$0\" child open '{folder.Folder}/lodge.db' && mount -o remount,ro '{folder.Folder}'";
        var output = await Child.RunOnOwnDiskAsync("open", folder.Folder, size: "512k", prepare: fill);

        Assert.StartsWith("opened\nrefused StorageFailed:", output);
        Assert.Contains("writable for the user that runs lodged", output);
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
