using System.Runtime.InteropServices;

namespace Lodge.Storage.Images;

/// <summary>
/// A folder that is either a whole image or not there: a new one is prepared beside it and takes its place in one
/// step, so that a crash leaves the old image or the new one. One builder at a time works on it.
/// </summary>
internal sealed partial class ImageFolder : IDisposable
{
    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const int CurrentFolder = -100;
    private const uint Exchange = 2;

    private readonly FileStream _lock;
    private readonly string _old;

    private ImageFolder(string path, string besides, FileStream @lock)
    {
        Path = path;
        Staging = besides + ".new";
        Work = besides + ".work";
        _old = besides + ".old";
        _lock = @lock;
    }

    /// <summary>Where the image is, or will be.</summary>
    public string Path { get; }

    /// <summary>The folder that becomes the image; it exists once <see cref="Begin"/> has made it.</summary>
    public string Staging { get; }

    /// <summary>A folder for what the build needs on the way; it comes and goes with the staging folder.</summary>
    public string Work { get; }

    /// <summary>Waits until no other builder works on the folder.</summary>
    public static async Task<ImageFolder> OpenAsync(string path, CancellationToken cancellation)
    {
        path = System.IO.Path.GetFullPath(path).TrimEnd('/');
        var parent = System.IO.Path.GetDirectoryName(path)!;
        var name = System.IO.Path.GetFileName(path);
        Directory.CreateDirectory(parent);
        var @lock = await LockAsync(System.IO.Path.Combine(parent, $".{name}.lock"), cancellation);
        return new(path, System.IO.Path.Combine(parent, $".{name}"), @lock);
    }

    /// <summary>Makes the staging and work folders, empty; what a crashed builder left in them goes.</summary>
    public void Begin()
    {
        Discard();
        Directory.CreateDirectory(Staging, FolderMode);
        Directory.CreateDirectory(Work);

        // Whatever the umask: the users that guests run as must get in.
        File.SetUnixFileMode(Staging, FolderMode);
    }

    /// <summary>Puts the staging folder in the place of the image, and removes the image that was there.</summary>
    public void Commit()
    {
        if (!Directory.Exists(Path))
        {
            Directory.Move(Staging, Path);
            Discard();
            return;
        }

        // SAFETY: two NUL-terminated strings that the marshaller keeps alive during the call; renameat2 keeps neither.
        if (RenameAt2(CurrentFolder, Staging, CurrentFolder, Path, Exchange) != 0)
        {
            // A file system that cannot exchange two names: for a moment there is no image, never half of one.
            Directory.Move(Path, _old);
            Directory.Move(Staging, Path);
        }

        Discard();
    }

    /// <summary>Removes the image; in one step for whoever looks.</summary>
    public void Remove()
    {
        if (Directory.Exists(Path))
        {
            Discard();
            Directory.Move(Path, _old);
        }

        Discard();
    }

    /// <summary>Removes everything beside the image, except for the lock.</summary>
    public void Discard()
    {
        foreach (var folder in (string[])[Staging, Work, _old])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Lets the next builder in.</summary>
    public void Dispose() => _lock.Dispose();

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                // The runtime takes an advisory lock for FileShare.None; the kernel drops it when the process ends.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException busy) when (busy.HResult == WouldBlock)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
            }
        }
    }

    // EWOULDBLOCK of Linux, which the runtime reports when another process holds the lock.
    private const int WouldBlock = 11;

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RenameAt2(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}
