using System.Text;
using Lodge.Linux;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>Writes files of the host's configuration, and gives the old ones back.</summary>
/// <param name="real">Where a file of the host really is.</param>
internal sealed class HostFileKeeper(Func<string, string> real)
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Files that are neither as they were before nor as they were written.</summary>
    public IReadOnlyList<string> Foreign(IReadOnlyList<HostFileChange> changes) =>
        [.. changes.Where(change => Now(change.Path) is var now && now != change.Before && now != change.After).Select(change => change.Path)];

    /// <summary>Writes all files, or none; the old ones are copied first.</summary>
    /// <param name="changes">The files.</param>
    /// <param name="backups">The folder for the old ones.</param>
    /// <param name="undo">Gets how to give them back.</param>
    /// <exception cref="LodgeException">A file is not as it was shown.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task WriteAsync(IReadOnlyList<HostFileChange> changes, string backups, UndoStack undo)
    {
        if (changes.FirstOrDefault(change => Now(change.Path) != change.Before) is { } changed)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"{changed.Path} was changed by somebody since the change of it was planned; no file was written.", "Undo the bridge, and make it again.");
        }

        foreach (var change in changes.Where(change => change.Before is not null))
        {
            var copy = backups + change.Path;
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await DurableFile.WriteAtomicallyAsync(copy, Encoding.UTF8.GetBytes(change.Before!));
        }

        foreach (var change in changes)
        {
            undo.Push(() => PutAsync(change.Path, change.Before));
            await PutAsync(change.Path, change.After);
        }
    }

    /// <summary>Gives old files back. One that somebody has changed since is left alone, unless forced. Safe to repeat.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task GiveBackAsync(IReadOnlyList<HostFileChange> changes, bool force)
    {
        var foreign = force ? [] : Foreign(changes);
        foreach (var change in changes.Where(change => !foreign.Contains(change.Path)).Reverse())
        {
            await PutAsync(change.Path, change.Before);
        }
    }

    private string? Now(string path) => File.Exists(real(path)) ? File.ReadAllText(real(path)) : null;

    // Who may read a file stays. netplan and NetworkManager want their files for root alone; the others are read by users without rights.
    private async Task PutAsync(string path, string? text)
    {
        if (Now(path) == text)
        {
            return;
        }

        var place = real(path);
        place = File.Exists(place) ? File.ResolveLinkTarget(place, returnFinalTarget: true)?.FullName ?? place : place;
        if (text is null)
        {
            File.Delete(place);
            DurableFile.SyncFolder(Path.GetDirectoryName(place)!);
            return;
        }

        var mode = File.Exists(place) ? File.GetUnixFileMode(place) : path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(NetworkManagerPlanner.Ending, StringComparison.Ordinal) ? ForOwner : ForAll;
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        await DurableFile.WriteAtomicallyAsync(place, Encoding.UTF8.GetBytes(text), (uint)mode);
    }
}
