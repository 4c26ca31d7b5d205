using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Engine.Ports;

/// <summary>Folders of the host that hold disk images.</summary>
public interface IFolders
{
    /// <summary>The room where a folder is.</summary>
    /// <exception cref="LodgeException">The folder does not exist, or cannot be read.</exception>
    FolderRoom Measure(string path);

    /// <summary>Makes a folder; does nothing when it is there.</summary>
    /// <exception cref="LodgeException">It cannot be made.</exception>
    void Make(string path);
}
