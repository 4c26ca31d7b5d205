using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;disk&gt;&lt;driver&gt;</c>: format, caching, queues.</summary>
internal static class DiskDriver
{
    /// <summary>Reads it into the disk. Without a format it is raw, an empty drive's too: libvirt never guesses one.</summary>
    public static DiskDefinition Read(Element element, DiskDefinition disk)
    {
        var raw = disk with { Format = DiskFormat.Raw };
        if (element.Child("driver") is not { } driver)
        {
            return raw;
        }

        driver.Accept("name", "qemu");
        return raw with
        {
            Format = driver.Word("type", DiskWords.Formats) ?? raw.Format,
            Cache = driver.Attr("cache") is null or "default" ? null : driver.Word("cache", DiskWords.Caches),
            ErrorPolicy = driver.Word("error_policy", DiskWords.ErrorPolicies),
            ReadErrorPolicy = driver.Word("rerror_policy", DiskWords.ErrorPolicies),
            Io = driver.Word("io", DiskWords.Ios),
            CopyOnRead = driver.OnOff("copy_on_read"),
            Discard = driver.Word("discard", DiskWords.Discards),
            DetectZeroes = driver.Word("detect_zeroes", DiskWords.Zeroes),
            IoThread = driver.Int("iothread"),
            Queues = driver.Int("queues"),
            QueueSize = driver.Int("queue_size"),
            MetadataCache = driver.Child("metadata_cache")?.SizeOf("max_size", "bytes"),
        };
    }

    public static void Write(XmlOut output, DiskDefinition disk)
    {
        using var driver = output.Element("driver");
        output.Attr("name", "qemu").Attr("type", DiskWords.Formats.Of(disk.Format ?? DiskFormat.Raw))
            .Attr("cache", DiskWords.Caches.Of(disk.Cache))
            .Attr("error_policy", DiskWords.ErrorPolicies.Of(disk.ErrorPolicy))
            .Attr("rerror_policy", DiskWords.ErrorPolicies.Of(disk.ReadErrorPolicy))
            .Attr("io", DiskWords.Ios.Of(disk.Io))
            .OnOff("copy_on_read", disk.CopyOnRead)
            .Attr("discard", DiskWords.Discards.Of(disk.Discard))
            .Attr("iothread", disk.IoThread)
            .Attr("detect_zeroes", DiskWords.Zeroes.Of(disk.DetectZeroes))
            .Attr("queues", disk.Queues)
            .Attr("queue_size", disk.QueueSize);
        if (disk.MetadataCache is { } cache)
        {
            using var element = output.Element("metadata_cache");
            using var size = output.Element("max_size");
            output.Attr("unit", "bytes");
            output.Text(cache.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
