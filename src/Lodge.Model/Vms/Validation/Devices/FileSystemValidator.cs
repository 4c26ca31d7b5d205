using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Folders of the host that the guest can mount.</summary>
internal static class FileSystemValidator
{
    // The tag's field in virtiofs's configuration, and MAX_TAG_LEN of 9p.
    private const int VirtiofsTagLimit = 36;
    private const int PathTagLimit = 31;

    public static void Check(VmDefinition definition, Place root)
    {
        var tags = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, system) in root.Each("fileSystems", definition.FileSystems))
        {
            place.AbsolutePath("source", system.Source);
            CheckTag(system, tags, place);
            CheckVirtiofs(system, place);
            place.Only(system.Driver == FileSystemDriver.Path, "the driver 'path'", ("access", system.Access));
        }
    }

    private static void CheckTag(FileSystemDefinition system, HashSet<string> tags, Place place)
    {
        var most = system.Driver == FileSystemDriver.Path ? PathTagLimit : VirtiofsTagLimit;
        place.AddIf(
            Texts.Bytes(system.Tag) is 0 || Texts.Bytes(system.Tag) > most || system.Tag.Any(char.IsControl),
            "tag",
            $"must have 1 to {most} bytes, and has {Texts.Bytes(system.Tag)}");
        place.AddIf(!tags.Add(system.Tag), "tag", $"is '{system.Tag}', as another folder's is already");
    }

    private static void CheckVirtiofs(FileSystemDefinition system, Place place)
    {
        place.Range("threads", system.Threads, 0, 64);
        place.PowerOfTwo("queueSize", system.QueueSize, 64, 1024);
        place.AbsolutePath("binary", system.Binary);
        place.SocketPath("socket", system.Socket);
        place.Only(
            system.Driver == FileSystemDriver.Virtiofs,
            "the driver 'virtiofs'",
            ("cache", system.Cache),
            ("extendedAttributes", system.ExtendedAttributes),
            ("flock", system.Flock),
            ("posixLock", system.PosixLock),
            ("threads", system.Threads),
            ("queueSize", system.QueueSize),
            ("binary", system.Binary),
            ("socket", system.Socket));
        place.Only(
            system.Socket is null || system.Driver != FileSystemDriver.Virtiofs,
            "a virtiofsd that Lodge runs, without 'socket'",
            ("cache", system.Cache),
            ("extendedAttributes", system.ExtendedAttributes),
            ("flock", system.Flock),
            ("posixLock", system.PosixLock),
            ("threads", system.Threads),
            ("binary", system.Binary));
    }
}
