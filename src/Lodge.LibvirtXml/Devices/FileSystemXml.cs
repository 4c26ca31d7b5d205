using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;filesystem&gt;</c>: folders of the host that the guest can mount.</summary>
internal static class FileSystemXml
{
    private static readonly Words<FileSystemDriver> s_drivers = new((FileSystemDriver.Path, "path"), (FileSystemDriver.Virtiofs, "virtiofs"))
    {
        Refused = ["handle", "loop", "nbd", "ploop", "mtp"],
    };

    private static readonly Words<FileSystemAccess> s_accesses = new(
        (FileSystemAccess.Mapped, "mapped"), (FileSystemAccess.Passthrough, "passthrough"), (FileSystemAccess.Squash, "squash"));

    private static readonly Words<FileSystemCache> s_caches = new((FileSystemCache.None, "none"), (FileSystemCache.Always, "always"), (FileSystemCache.Auto, "auto"));

    public static FileSystemDefinition Read(Element element)
    {
        element.Accept("type", "mount");
        VirtioWords.Plain(element);
        var driver = element.Child("driver");
        var kind = driver?.Word("type", s_drivers) ?? FileSystemDriver.Path;
        var (source, binary) = (element.NeedChild("source"), element.Child("binary"));
        var access = element.Word("accessmode", s_accesses);
        var (socket, folder) = (source.Attr("socket"), source.Attr("dir"));
        return DeviceInfo.Read(element, new FileSystemDefinition
        {
            Driver = kind,
            Source = folder ?? socket ?? throw source.Invalid("missing attribute 'dir' of <source>"),
            Tag = element.NeedChild("target").Need("dir"),
            ReadOnly = element.Presence("readonly"),

            // Another mode than passing through makes no sense with virtiofs, whose libvirt default it is.
            Access = kind == FileSystemDriver.Virtiofs ? access == FileSystemAccess.Passthrough ? null : access : access ?? FileSystemAccess.Passthrough,
            Cache = binary?.Child("cache")?.Word("mode", s_caches),
            ExtendedAttributes = binary?.OnOff("xattr"),
            Flock = binary?.Child("lock")?.OnOff("flock"),
            PosixLock = binary?.Child("lock")?.OnOff("posix"),
            Threads = binary?.Child("thread_pool")?.NeedInt("size"),
            QueueSize = driver?.Int("queue"),
            Binary = binary?.Attr("path"),
            Socket = socket,
        });
    }

    public static void Write(XmlOut output, WriteContext context, FileSystemDefinition share)
    {
        using var element = output.Element("filesystem");
        var virtiofs = share.Driver == FileSystemDriver.Virtiofs;
        output.Attr("type", "mount")
            .Attr("accessmode", virtiofs ? share.Socket is null ? "passthrough" : null : s_accesses.Of(share.Access ?? FileSystemAccess.Mapped));
        using (output.Element("driver"))
        {
            output.Attr("type", s_drivers.Of(share.Driver)).Attr("queue", share.QueueSize);
        }

        using (output.ElementIfAny("binary"))
        {
            output.Attr("path", share.Binary).OnOff("xattr", share.ExtendedAttributes);
            One(output, "cache", "mode", s_caches.Of(share.Cache));
            using (output.ElementIfAny("lock"))
            {
                output.OnOff("posix", share.PosixLock).OnOff("flock", share.Flock);
            }

            using var pool = output.ElementIfAny("thread_pool");
            output.Attr("size", share.Threads);
        }

        One(output, "source", share.Socket is null ? "dir" : "socket", share.Socket ?? share.Source);
        One(output, "target", "dir", share.Tag);
        output.Flag("readonly", share.ReadOnly);
        DeviceInfo.Write(output, context, share);
    }

    private static void One(XmlOut output, string name, string attribute, string? value)
    {
        using var element = output.ElementIfAny(name);
        output.Attr(attribute, value);
    }
}
