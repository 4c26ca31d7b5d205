using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;target&gt;</c> of a pool: where its volumes can be found on the host.</summary>
internal static class PoolTargetXml
{
    /// <summary>The path that the user chose.</summary>
    public static string Path(Element root) => root.NeedChild("target").TextOf("path") ?? throw root.Invalid("missing storage pool target path");

    /// <summary>How a folder is made that is not there.</summary>
    public static FolderPermissions? Permissions(Element root) => PermissionsXml.Read(root.Child("target"));

    /// <summary>Checks a path that is not the user's to choose.</summary>
    public static void Given(Element root, string path)
    {
        if (root.Child("target") is { } target && target.TextOf("path") is { } wanted && wanted.TrimEnd('/') != path)
        {
            throw target.Unsupported($"the path '{wanted}' for volumes of this pool; they are in '{path}'");
        }
    }

    public static void Write(XmlOut output, PoolBackend backend)
    {
        if (PathOf(backend) is not { } path)
        {
            return;
        }

        using var target = output.Element("target");
        output.Leaf("path", path);
        PermissionsXml.Write(output, backend switch
        {
            FolderPoolBackend folder => folder.Permissions,
            FileSystemPoolBackend mounted => mounted.Permissions,
            _ => null,
        });
    }

    // libvirt has no pools of servers' folders that the host does not mount.
    private static string? PathOf(PoolBackend backend) => backend switch
    {
        NfsDirectPoolBackend nfs => nfs.Export,
        HttpPoolBackend http => new Uri(http.Url).AbsolutePath,
        _ => backend.TargetPath(),
    };
}
