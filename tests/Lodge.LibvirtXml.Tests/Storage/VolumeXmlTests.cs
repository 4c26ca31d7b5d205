using Lodge.LibvirtXml.Storage;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.TestSupport;

namespace Lodge.LibvirtXml.Tests.Storage;

/// <summary>Volumes as they are written, and what XML asks for.</summary>
public sealed class VolumeXmlTests
{
    private const string SecretId = "0a2b6c1e-6d0f-4a53-9d0d-4f5a5f9e2b10";

    [Theory]
    [InlineData("qcow2")]
    [InlineData("raw")]
    [InlineData("rbd")]
    public void Volume_is_written_as_libvirts_schema_wants_it(string name)
    {
        var written = VolumeXml.Write(Volume(name));
        Golden.Compare($"Golden/volume-{name}.out.xml", written);
        Assert.Null(Tool.Validate(written, "storagevol"));
    }

    [Fact]
    public void Volume_that_was_written_asks_for_one_like_it()
    {
        var request = VolumeXml.Read(VolumeXml.Write(Volume("qcow2")), preallocate: false);
        Assert.Equal(
            new VolumeRequest
            {
                Name = "web.qcow2", Capacity = new ByteSize(10L << 30), Format = VolumeFormat.Qcow2, ClusterSize = new ByteSize(65_536), LazyRefcounts = true,
                Permissions = new FolderPermissions("0600", 107, 107), Encryption = new VolumeEncryption(Guid.Parse(SecretId)),
                Backing = new BackingRequest { Path = "/images/base.raw", Format = VolumeFormat.Raw },
            },
            request);
    }

    [Theory]
    [InlineData("<capacity unit='G'>10</capacity><target><format type='qcow2'/></target>", false, null)]
    [InlineData("<capacity unit='G'>10</capacity><allocation>0</allocation><target><format type='qcow2'/></target>", true, Preallocation.Metadata)]
    [InlineData("<capacity>10</capacity><allocation>10</allocation><target><format type='qcow2'/></target>", true, Preallocation.Falloc)]
    [InlineData("<capacity>10</capacity>", false, Preallocation.Falloc)]
    [InlineData("<capacity>10</capacity><allocation>0</allocation><target><format type='raw'/></target>", false, null)]
    public void As_much_is_reserved_as_libvirt_would(string inside, bool preallocate, Preallocation? expected) =>
        Assert.Equal(expected, VolumeXml.Read($"<volume><name>x</name>{inside}</volume>", preallocate).Preallocation);

    [Theory]
    [InlineData("<pool/>", XmlFault.Malformed, "expecting <volume>")]
    [InlineData("<volume/>", XmlFault.Invalid, "missing volume name")]
    [InlineData("<volume><name>x</name><capacity>-1</capacity></volume>", XmlFault.Invalid, "<capacity>")]
    [InlineData("<volume><name>x</name><target><format type='dmg'/></target></volume>", XmlFault.Unsupported, "'dmg'")]
    [InlineData("<volume><name>x</name><target><format type='zip'/></target></volume>", XmlFault.Invalid, "'zip'")]
    [InlineData("<volume><name>x</name><target><compat>0.10</compat></target></volume>", XmlFault.Unsupported, "<compat> '0.10'")]
    [InlineData("<volume><name>x</name><target><nocow/></target></volume>", XmlFault.Unsupported, "<nocow>")]
    [InlineData("<volume><name>x</name><target><encryption format='qcow'/></target></volume>", XmlFault.Unsupported, "'qcow'")]
    [InlineData("<volume><name>x</name><backingStore><format type='raw'/></backingStore></volume>", XmlFault.Invalid, "<path>")]
    public void What_is_wrong_or_more_than_lodge_does_is_refused(string xml, XmlFault fault, string says)
    {
        var error = Assert.Throws<LibvirtXmlException>(() => VolumeXml.Read(xml, preallocate: false));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_schema_does_not_know_is_ignored_unless_it_is_validated()
    {
        const string Unknown = "<volume><name>x</name><capacity>10</capacity><colour>red</colour></volume>";
        Assert.Equal("x", VolumeXml.Read(Unknown, preallocate: false).Name);
        var refused = Assert.Throws<LibvirtXmlException>(() => VolumeXml.Read(Unknown, preallocate: false, validate: true));
        Assert.Equal(XmlFault.OutsideSchema, refused.Fault);
        Assert.Equal("x", VolumeXml.Read(VolumeXml.Write(Volume("raw") with { Name = "x" }), preallocate: false, validate: true).Name);
    }

    private static Volume Volume(string name) => name switch
    {
        "raw" => new Volume
        {
            Pool = "default", Name = "cd & more.iso", Key = "/images/cd & more.iso", Type = VolumeType.File, Format = VolumeFormat.Raw,
            Capacity = 1000, Allocation = 4096, Physical = 1000,
        },
        "rbd" => new Volume
        {
            Pool = "ceph", Name = "web", Key = "vms/web", Type = VolumeType.Network, Format = VolumeFormat.Raw, Capacity = 1 << 30, Allocation = 0, Physical = 1 << 30,
        },
        _ => new Volume
        {
            Pool = "default", Name = "web.qcow2", Key = "/images/web.qcow2", Type = VolumeType.File, Format = VolumeFormat.Qcow2,
            Capacity = 10L << 30, Allocation = 200_704, Physical = 197_120, Backing = new VolumeBacking("/images/base.raw", VolumeFormat.Raw),
            Encrypted = true, SecretId = Guid.Parse(SecretId), Qcow2 = new Qcow2Details(3, 65_536, LazyRefcounts: true, ExtendedL2: false),
            Permissions = new VolumePermissions(107, 107, "0600"), ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).AddTicks(1234),
        },
    };
}
