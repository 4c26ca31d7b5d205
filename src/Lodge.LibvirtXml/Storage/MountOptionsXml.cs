using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;fs:mount_opts&gt;</c>: options of the mount, in a namespace of libvirt's own.</summary>
internal static class MountOptionsXml
{
    private const string Namespace = "http://libvirt.org/schemas/storagepool/fs/1.0";

    public static IReadOnlyList<string>? Read(Element root)
    {
        var options = new List<string>();
        foreach (var list in Own(root, "mount_opts"))
        {
            options.AddRange(Own(list, "option").Select(option => option.Need("name")));
        }

        return options.Count == 0 ? null : options;
    }

    /// <summary>Declares the namespace where there are options.</summary>
    public static void WriteNamespace(XmlOut output, PoolBackend backend) => output.Attr("xmlns:fs", Of(backend).Count == 0 ? null : Namespace);

    public static void Write(XmlOut output, PoolBackend backend)
    {
        if (Of(backend) is not { Count: > 0 } options)
        {
            return;
        }

        using var list = output.Element("fs:mount_opts");
        foreach (var option in options)
        {
            using var element = output.Element("fs:option");
            output.Attr("name", option);
        }
    }

    private static IReadOnlyList<string> Of(PoolBackend backend) => backend switch
    {
        FileSystemPoolBackend mounted => mounted.Options.OrEmpty(),
        NfsPoolBackend nfs => nfs.Options.OrEmpty(),
        _ => [],
    };

    private static IEnumerable<Element> Own(Element parent, string name)
    {
        foreach (var element in parent.Elements.Where(element => element.Namespace == Namespace && element.Name == name))
        {
            element.Read = true;
            yield return element;
        }
    }
}
