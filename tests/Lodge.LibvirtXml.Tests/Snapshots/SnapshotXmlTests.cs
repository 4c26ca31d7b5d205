using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Snapshots;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Tests.Snapshots;

public sealed class SnapshotXmlTests
{
    private const string Domain =
        "<domain type='kvm'><name>x</name><uuid>b3b7a0a6-52c5-4a54-8f84-6c2a53d0a009</uuid><memory>1048576</memory><os><type machine='q35'>hvm</type></os></domain>";

    [Fact]
    public void Snapshot_that_was_written_is_read_the_same()
    {
        var snapshot = new SnapshotDocument
        {
            Name = "before <update>",
            Description = "two\nlines",
            State = "running",
            CreationTime = 1_700_000_000,
            Parent = "first",
            Memory = SnapshotPlace.External,
            MemoryFile = "/srv/memory",
            Disks = [new SnapshotDisk("vda", SnapshotPlace.External, DiskFormat.Qcow2, "/srv/vda.1"), new SnapshotDisk("vdb", SnapshotPlace.No)],
            Domain = DomainXml.Read(Domain),
        };
        var written = SnapshotXml.Write(snapshot, new DomainXmlOptions());
        Assert.Null(Tool.Validate(written, "domainsnapshot"));
        var read = SnapshotXml.Read(written);
        Assert.Equal(snapshot with { Disks = null, Domain = null }, read with { Disks = null, Domain = null });
        Assert.Equal(snapshot.Disks, read.Disks);
        Assert.Equal(written, SnapshotXml.Write(read, new DomainXmlOptions()));
    }

    [Theory]
    [InlineData("<domainsnapshot><cookie/></domainsnapshot>", XmlFault.Unsupported, "<cookie>")]
    [InlineData("<domainsnapshot><disks><disk name='vda' snapshot='manual'/></disks></domainsnapshot>", XmlFault.Unsupported, "'manual'")]
    [InlineData("<domainsnapshot><disks><disk name='vda' type='network'/></disks></domainsnapshot>", XmlFault.Unsupported, "'network'")]
    [InlineData("<domainsnapshot><disks><disk/></disks></domainsnapshot>", XmlFault.Invalid, "missing attribute 'name'")]
    [InlineData("<snapshot/>", XmlFault.Malformed, "unexpected root element <snapshot>")]
    public void Snapshot_that_Lodge_cannot_take_is_refused(string xml, XmlFault fault, string says)
    {
        var error = Assert.Throws<LibvirtXmlException>(() => SnapshotXml.Read(xml));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
