using Lodge.Model.Errors;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lodge.Store;

/// <summary>Says what a failure of SQLite or of the file system means for the person who runs Lodge.</summary>
internal static class StoreErrors
{
    public static LodgeException Translate(Exception cause, string path) => cause switch
    {
        LodgeException already => already,
        SqliteException failure => Failed(Explain(failure, path), cause),
        DirectoryNotFoundException => Failed(
            ($"The folder of the database {path} does not exist.", "Create it, or give another one with --root."), cause),
        UnauthorizedAccessException => Failed(Denied(path), cause),
        IOException io => Failed(
            ($"The database {path} cannot be opened: {io.Message}", "Make its folder writable for the user that runs lodged, on a disk with room."), cause),
        _ => new LodgeException(ErrorCode.Internal, $"The database {path} failed: {cause.Message}", null, cause),
    };

    /// <summary>A name that another definition has already; the one constraint that a request can break.</summary>
    public static bool IsNameTaken(Exception? cause) =>
        cause is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE };

    private static LodgeException Failed((string Message, string Remedy) text, Exception cause) =>
        new(ErrorCode.StorageFailed, text.Message, text.Remedy, cause);

    private static (string Message, string Remedy) Explain(SqliteException failure, string path) =>
        failure.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => (
                $"There is no room left on the disk for the database {path}; nothing was changed.",
                "Free some space there, then try again."),
            raw.SQLITE_READONLY => (
                $"The database {path} is on a read-only file system, or in a folder that Lodge may not write.",
                "Make the folder and the file writable for the user that runs lodged."),
            raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => Denied(path),
            raw.SQLITE_NOTADB => (
                $"{path} is not an SQLite database.",
                "Move it away, and put the right file or a backup in its place."),
            raw.SQLITE_CORRUPT => (
                $"The database {path} is damaged: {failure.Message}",
                "Restore it from a backup; or move it away and recover what is readable with: sqlite3 FILE .recover"),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (
                $"Another program holds the database {path}.",
                "Find it with: fuser FILE; and end it or let it finish."),
            raw.SQLITE_IOERR => (
                $"The disk failed while the database {path} was used: {failure.Message} (extended code {failure.SqliteExtendedErrorCode}).",
                "Look for disk errors in the kernel's log with: dmesg"),
            _ => ($"The database {path} failed: {failure.Message}", "Check the file and its disk, then try again."),
        };

    private static (string Message, string Remedy) Denied(string path) => (
        $"The database {path} cannot be opened for reading and writing, or the files beside it cannot be made.",
        "Make the folder and the file writable for the user that runs lodged.");
}
