using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lodge.LibvirtXml.Storage;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Json;
using Lodge.Model.Storage;
using Lodge.TestSupport;

namespace Lodge.LibvirtXml.Tests.Storage;

/// <summary>
/// Pools as clients write them (<c>Golden/pool-NAME.xml</c>), what they mean (<c>.json</c>), and how they are written again
/// (<c>.out.xml</c>), which is how libvirt's test driver writes them.
/// </summary>
public sealed partial class GoldenPoolTests
{
    private static readonly JsonSerializerOptions s_indented = new(ModelJson.Default.Options) { WriteIndented = true };

    public static TheoryData<string> Names() => ["folder", "file-system", "nfs", "lvm", "disk", "iscsi", "iscsi-direct", "rbd"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pool_as_a_client_writes_it_is_read_and_written_again(string name)
    {
        var pool = PoolXml.Read(Source(name));
        Golden.Compare($"Golden/pool-{name}.json", JsonSerializer.Serialize(pool, s_indented) + "\n");
        var written = PoolXml.Write(pool, new PoolRoom(1000, 400, 600));
        Golden.Compare($"Golden/pool-{name}.out.xml", written);
        Assert.Equal(written, PoolXml.Write(PoolXml.Read(written), new PoolRoom(1000, 400, 600)));
        Assert.Null(Tool.Validate(written, "storagepool"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pool_is_written_as_by_libvirt(string name)
    {
        var pool = PoolXml.Read(Source(name));
        var libvirts = Tool.NormalisePool(Source(name), pool.Name);
        Assert.SkipWhen(libvirts is null, "virsh is not installed");
        Assert.Equal(Lines(PoolXml.Write(PoolXml.Read(libvirts), null)), Lines(PoolXml.Write(pool, null)));
        Assert.Equal(Lines(libvirts), Lines(PoolXml.Write(pool, null)));
    }

    [Fact]
    public void What_libvirts_xml_cannot_say_is_kept_when_a_pool_is_defined_again()
    {
        PoolBackend[] unknown =
        [
            new LvmThinPoolBackend { VolumeGroup = "vg", ThinPool = "thin" },
            new NfsDirectPoolBackend { Host = "nas", Export = "/images", UserId = 7 },
            new HttpPoolBackend { Url = "https://images.example.org/debian/" },
            new RbdPoolBackend { Monitors = ["mon"], Pool = "vms", Namespace = "mine" },
            new FileSystemPoolBackend { Device = "/dev/vdb", Path = "/srv", FileSystem = "btrfs" },
        ];
        foreach (var present in unknown.Select(backend => new PoolDefinition
        {
            Id = Guid.NewGuid(), Name = "one", Title = "Mine", Backend = backend, Autostart = true, Thresholds = new(70),
        }))
        {
            var written = PoolXml.Write(present, null);
            Assert.Null(Tool.Validate(written, "storagepool"));
            Assert.Equal(present, PoolXml.Keep(PoolXml.Read(written), present));
        }
    }

    [Theory]
    [InlineData("<volume/>", XmlFault.Malformed, "expecting <pool>")]
    [InlineData("<pool type='gluster'><name>x</name><source/></pool>", XmlFault.Unsupported, "'gluster'")]
    [InlineData("<pool type='cloud'><name>x</name></pool>", XmlFault.Invalid, "unknown storage pool type")]
    [InlineData("<pool type='dir'><name>x</name></pool>", XmlFault.Invalid, "missing element <target>")]
    [InlineData("<pool type='dir'><target><path>/a</path></target></pool>", XmlFault.Invalid, "missing pool source name")]
    [InlineData("<pool type='dir'><name>x</name><features><cow state='no'/></features><target><path>/a</path></target></pool>", XmlFault.Unsupported, "<features>")]
    [InlineData("<pool type='dir'><name>x</name><target><path>/a</path><permissions><label>l</label></permissions></target></pool>", XmlFault.Unsupported, "<label>")]
    [InlineData("<pool type='dir'><name>x</name><target><path>/a</path><permissions><mode>9</mode></permissions></target></pool>", XmlFault.Invalid, "octal")]
    [InlineData("<pool type='disk'><name>x</name><source><device path='/dev/a'/></source><target><path>/tmp</path></target></pool>", XmlFault.Unsupported, "they are in '/dev'")]
    [InlineData("<pool type='rbd'><name>x</name><source><name>p</name></source></pool>", XmlFault.Invalid, "missing element <host>")]
    [InlineData("<pool type='netfs'><name>x</name><source><host name='a'/><dir path='/d'/><format type='cifs'/></source><target><path>/t</path></target></pool>", XmlFault.Unsupported, "'cifs'")]
    [InlineData("<pool type='iscsi'><name>x</name><source><host name='a'/><device path='iqn.2026-01.org:x'/><auth type='chap' username='u'><secret usage='s'/></auth></source></pool>", XmlFault.Unsupported, "by its usage")]
    public void What_is_wrong_or_more_than_lodge_does_is_refused(string xml, XmlFault fault, string says)
    {
        var error = Assert.Throws<LibvirtXmlException>(() => PoolXml.Read(xml));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Capabilities_tell_what_pools_there_can_be()
    {
        var written = PoolCapabilitiesXml.Write();
        Assert.Null(Tool.Validate(written, "storagepoolcaps"));
        Assert.Contains("<pool type='netfs' supported='yes'>", written, StringComparison.Ordinal);
        Assert.Contains("<pool type='zfs' supported='no'/>", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_that_were_found_are_written_as_by_libvirt()
    {
        PoolSource[] found =
        [
            new() { Kind = PoolSourceKind.Nfs, Server = "fd00::1", Export = "/srv/a&b" },
            new() { Kind = PoolSourceKind.Lvm, VolumeGroup = "vms", Devices = ["/dev/sdb", "/dev/sdc"] },
            new() { Kind = PoolSourceKind.Iscsi, Server = "nas.lan:3260", Target = "iqn.2026-01.test:disks" },
        ];
        var written = PoolSourcesXml.Write(found);
        Golden.Compare("Golden/sources.out.xml", written);
        var search = PoolSourcesXml.Search(PoolSourceKind.Iscsi, "<source><host name='fd00::1' port='3261'/><initiator><iqn name='iqn.2026-01.test:me'/></initiator></source>");
        Assert.Equal(new PoolSearch(PoolSourceKind.Iscsi, "[fd00::1]:3261", "iqn.2026-01.test:me"), search);
    }

    // The test driver makes up the sizes and knows no options of mounts; libvirt closes an empty element on a line of its own.
    private static string[] Lines(string xml) =>
        [.. Measured().Replace(xml, "").Replace("<source>\n  </source>", "<source/>", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string Source(string name) => File.ReadAllText(Path.Combine(Folder(), $"pool-{name}.xml"));

    private static string Folder([CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, "Golden");

    [GeneratedRegex("<(capacity|allocation|available) unit='bytes'>[0-9]*</[a-z]+>| xmlns:fs='[^']*'|<fs:mount_opts>.*</fs:mount_opts>", RegexOptions.Singleline)]
    private static partial Regex Measured();
}
