using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lodge.Network.Records;

/// <summary>
/// A folder of records, a file each. A write replaces a file in one step. They are not synced: what they tell of does not
/// outlive the host either.
/// </summary>
/// <param name="folder">The folder; made when the first record is written.</param>
/// <param name="type">How a record is written.</param>
internal sealed class RecordFolder<T>(string folder, JsonTypeInfo<T> type)
    where T : class
{
    private const string Suffix = ".json";

    /// <summary>All records that can be understood.</summary>
    public IReadOnlyList<T> ReadAll() => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal).Select(Read).OfType<T>()]
        : [];

    /// <summary>Writes a record.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string name, T record)
    {
        Directory.CreateDirectory(folder);
        TextFiles.Replace(PathOf(name), JsonSerializer.SerializeToUtf8Bytes(record, type));
    }

    /// <summary>Removes a record; does nothing when there is none.</summary>
    public void Delete(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => Path.Combine(folder, name + Suffix);

    private T? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
