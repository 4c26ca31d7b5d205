using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.TestSupport.Engine;

/// <summary>All folders exist, but those below /missing.</summary>
internal sealed class FakeFolders : IFolders
{
    public FolderRoom Measure(string path) => path.StartsWith("/missing", StringComparison.Ordinal)
        ? throw new LodgeException(ErrorCode.FileNotFound, $"The folder '{path}' does not exist.")
        : new FolderRoom(10L << 30, 4L << 30);

    public void Make(string path) => Measure(path);
}
