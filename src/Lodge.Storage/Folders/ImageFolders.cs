using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Storage.Folders;

/// <summary>Folders of the host that hold disk images.</summary>
public sealed class ImageFolders : IFolders
{
    /// <inheritdoc/>
    public FolderRoom Measure(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new LodgeException(ErrorCode.FileNotFound, $"The folder '{path}' does not exist.", "Make it with 'virsh pool-build', or by hand.");
        }

        try
        {
            var space = FileSystemSpace.Of(path);
            return new FolderRoom(space.TotalBytes, space.AvailableBytes);
        }
        catch (LinuxException refused)
        {
            throw new LodgeException(ErrorCode.FileNotAccessible, $"The folder '{path}' cannot be reached: {refused.Message}.", cause: refused);
        }
    }

    /// <inheritdoc/>
    public void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(ErrorCode.FileNotAccessible, $"The folder '{path}' cannot be made: {refused.Message}", cause: refused);
        }
    }
}
