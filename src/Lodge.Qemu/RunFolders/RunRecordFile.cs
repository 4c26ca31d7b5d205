using System.Text.Json;
using Lodge.Engine.Ports;

namespace Lodge.Qemu.RunFolders;

/// <summary>
/// The record of one running VM. Each write replaces the file in one step, so that a reader finds the old or the new
/// one, whole. It is not synced: the process that it tells of does not outlive the host either.
/// </summary>
internal sealed class RunRecordFile
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private RunRecord _record;

    /// <summary>A record that exists already, or is written at the first change.</summary>
    public RunRecordFile(string path, RunRecord record)
    {
        _path = path;
        _record = record;
    }

    /// <summary>The record as last written.</summary>
    public RunRecord Current
    {
        get
        {
            lock (_lock)
            {
                return _record;
            }
        }
    }

    /// <summary>Reads a record; null when there is none, or none that can be understood.</summary>
    /// <param name="path">The file.</param>
    public static RunRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), EngineJson.Default.RunRecord);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Changes the record.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Change(Func<RunRecord, RunRecord> change)
    {
        lock (_lock)
        {
            var next = change(_record);
            Write(next);
            _record = next;
        }
    }

    private void Write(RunRecord record)
    {
        var temporary = _path + ".new";
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(record, EngineJson.Default.RunRecord));
        }

        File.Move(temporary, _path, overwrite: true);
    }
}
