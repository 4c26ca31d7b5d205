using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Images;

/// <summary>Opens images to look at them, with errors that name the file and what to do.</summary>
internal static class ImageFile
{
    /// <summary>What the kernel knows an image by; it is a regular file or a block device.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="role">What it is in the VM, such as <c>disk 'vda'</c>.</param>
    /// <exception cref="LodgeException">It is missing, cannot be reached, or is something else.</exception>
    public static FileIdentity Identify(string path, string role)
    {
        FileIdentity identity;
        try
        {
            identity = FileIdentity.Of(path);
        }
        catch (LinuxException failure)
        {
            throw FileTrouble.Of(failure, path, role);
        }

        return identity.Kind is FileKind.Regular or FileKind.BlockDevice
            ? identity
            : throw new LodgeException(
                ErrorCode.BadFile,
                $"'{path}' ({role}) is {WordFor(identity.Kind)}, not a file or block device.",
                "Name an image file or a block device.");
    }

    /// <summary>Reads the first bytes of an image.</summary>
    /// <exception cref="LodgeException">It cannot be opened or read.</exception>
    public static Task<byte[]> ReadStartAsync(string path, string role, int length, CancellationToken cancellationToken) =>
        ReadAsync(path, role, 0, length, cancellationToken);

    /// <summary>Reads bytes of an image; fewer when it ends before.</summary>
    /// <exception cref="LodgeException">It cannot be opened or read.</exception>
    public static async Task<byte[]> ReadAsync(string path, string role, long offset, int length, CancellationToken cancellationToken)
    {
        try
        {
            using var file = Open(path, role, OpenFlags.Read);
            var buffer = new byte[length];
            var filled = 0;
            while (filled < length)
            {
                var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(filled), offset + filled, cancellationToken);
                if (read == 0)
                {
                    break;
                }

                filled += read;
            }

            return buffer[..filled];
        }
        catch (IOException failure) when (failure is not LinuxException)
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible, $"'{path}' ({role}) cannot be read: {failure.Message}", cause: failure);
        }
    }

    /// <summary>Opens an image, as QEMU will get it.</summary>
    /// <exception cref="LodgeException">The kernel refuses.</exception>
    public static SafeFileHandle Open(string path, string role, OpenFlags flags)
    {
        try
        {
            return LinuxFile.Open(path, flags | OpenFlags.NonBlocking);
        }
        catch (LinuxException failure)
        {
            throw FileTrouble.Of(failure, path, role);
        }
    }

    /// <summary>Whether a file can be opened past the host's page cache, which is up to its file system.</summary>
    public static bool AllowsDirect(string path)
    {
        try
        {
            using var file = LinuxFile.Open(path, OpenFlags.Read | OpenFlags.NonBlocking | OpenFlags.Direct);
            return true;
        }
        catch (LinuxException)
        {
            return false;
        }
    }

    private static string WordFor(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.CharacterDevice => "a character device",
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        _ => "neither a file nor a device",
    };
}
