using System.Text.Json;
using Lodge.Linux.Files;

namespace Lodge.Network.HostBridges.Records;

/// <summary>Records on disk, one for each interface. A record that was written is there after a crash of the host as well.</summary>
/// <param name="folder">The folder; made with the first record.</param>
internal sealed class HostBridgeJournal(string folder)
{
    private const string Suffix = ".json";

    /// <summary>Where they are.</summary>
    public string Folder => folder;

    /// <summary>Whether there was ever one.</summary>
    public bool Exists => Directory.Exists(folder);

    /// <summary>All records.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    public IReadOnlyList<HostBridgeRecord> ReadAll() => Exists
        ? [.. Directory.EnumerateFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal).Select(Read)]
        : [];

    /// <summary>Makes a record durable.</summary>
    /// <exception cref="IOException">It cannot be written; the one before stands.</exception>
    public async Task<HostBridgeRecord> WriteAsync(HostBridgeRecord record)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await DurableFile.WriteAtomicallyAsync(PathOf(record.Bridge.Interface), JsonSerializer.SerializeToUtf8Bytes(record, HostBridgeJson.Default.HostBridgeRecord));
        return record;
    }

    /// <summary>Forgets what is known of an interface.</summary>
    public void Delete(string link)
    {
        File.Delete(PathOf(link));
        DurableFile.SyncFolder(folder);
        if (Directory.Exists(Backups(link)))
        {
            Directory.Delete(Backups(link), recursive: true);
        }
    }

    /// <summary>Where the old contents of files are kept.</summary>
    public string Backups(string link) => Path.Combine(folder, "old-files", link);

    private string PathOf(string link) => Path.Combine(folder, link + Suffix);

    private static HostBridgeRecord Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), HostBridgeJson.Default.HostBridgeRecord) ?? throw new IOException($"{path} is empty.");
        }
        catch (JsonException damaged)
        {
            throw new IOException($"{path} cannot be understood: {damaged.Message}", damaged);
        }
    }
}
