using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Saving;

/// <summary>
/// Saved states on disk. A managed save is <c>STATE/saves/ID.save</c>; used up, it is renamed to <c>ID.save.used</c>
/// and never listed again; one that is being written is <c>ID.save.partial</c>.
/// </summary>
internal sealed class SavedStates : ISavedStates
{
    private const string Extension = ".save";
    private const string Used = ".used";

    private readonly string _folder;

    public SavedStates(QemuOptions options) => _folder = Path.Combine(options.StateFolder, "saves");

    /// <summary>Where the file is written before it is whole.</summary>
    public static string PartialPath(string path) => path + ".partial";

    public string ManagedPath(Guid vmId) => Path.Combine(_folder, vmId.ToString("D") + Extension);

    public IReadOnlySet<Guid> ListManaged() => Directory.Exists(_folder)
        ? Directory.EnumerateFiles(_folder, "*" + Extension)
            .Select(file => Guid.TryParse(Path.GetFileNameWithoutExtension(file), out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty)
            .ToHashSet()
        : new HashSet<Guid>();

    public async Task<SavedStateHeader> ReadHeaderAsync(string path, CancellationToken cancellationToken) =>
        (await ReadHeadAsync(path, cancellationToken)).Header;

    /// <summary>Reads the head of a saved state and where QEMU's stream begins in it.</summary>
    /// <exception cref="LodgeException">The file is missing, unreadable, or no saved state.</exception>
    public static async Task<(SavedStateHeader Header, int Length)> ReadHeadAsync(string path, CancellationToken cancellationToken)
    {
        const string Role = "saved state";
        ImageFile.Identify(path, Role);
        var start = await ImageFile.ReadStartAsync(path, Role, SaveFileFormat.LongestHead, cancellationToken);
        try
        {
            return SaveFileFormat.Read(start);
        }
        catch (FormatException damage)
        {
            throw new LodgeException(
                ErrorCode.BadFile,
                $"'{path}' is no saved state of a VM: {damage.Message}.",
                "Name a file that 'lodge save' wrote.",
                damage);
        }
    }

    public Task ReplaceHeaderAsync(string path, SavedStateHeader header, CancellationToken cancellationToken) =>
        HeadReplacer.ReplaceAsync(path, header, cancellationToken);

    public void MarkConsumed(Guid vmId) => Rename(ManagedPath(vmId), ManagedPath(vmId) + Used);

    public void UnmarkConsumed(Guid vmId)
    {
        if (File.Exists(ManagedPath(vmId) + Used))
        {
            Rename(ManagedPath(vmId) + Used, ManagedPath(vmId));
        }
    }

    public void Delete(Guid vmId)
    {
        Remove(ManagedPath(vmId));
        DeleteLeftovers(vmId);
    }

    public void DeleteLeftovers(Guid vmId)
    {
        Remove(ManagedPath(vmId) + Used);
        Remove(PartialPath(ManagedPath(vmId)));
    }

    private void Rename(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
            DurableFile.SyncFolder(_folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed($"'{from}' could not be renamed", failure);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            return; // No VM was ever saved here.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed($"'{path}' could not be deleted", failure);
        }
    }

    private static LodgeException Failed(string what, Exception failure) => new(
        ErrorCode.StorageFailed,
        $"{what}: {(failure is LinuxException linux ? ErrnoWords.Explain(linux.Errno) : failure.Message)}",
        "See that the state folder is writable and its disk healthy.",
        failure);
}
