using Lodge.LibvirtXml.Checkpoints;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Tests.Support;

namespace Lodge.LibvirtXml.Tests.Checkpoints;

public sealed class CheckpointXmlTests
{
    private const string Domain =
        "<domain type='kvm'><name>x</name><uuid>b3b7a0a6-52c5-4a54-8f84-6c2a53d0a009</uuid><memory>1048576</memory><os><type machine='q35'>hvm</type></os></domain>";

    [Fact]
    public void Checkpoint_that_was_written_is_read_the_same()
    {
        var checkpoint = new CheckpointDocument
        {
            Name = "monday",
            Description = "two\nlines",
            CreationTime = 1_700_000_000,
            Parent = "sunday",
            Disks = [new CheckpointDisk("vda", CheckpointKind.Bitmap, "monday"), new CheckpointDisk("vdb", CheckpointKind.No)],
            Domain = DomainXml.Read(Domain),
        };
        var written = CheckpointXml.Write(checkpoint, new DomainXmlOptions());
        Assert.Null(Tool.Validate(written, "domaincheckpoint"));
        var read = CheckpointXml.Read(written);
        Assert.Equal(checkpoint with { Disks = null, Domain = null }, read with { Disks = null, Domain = null });
        Assert.Equal(checkpoint.Disks, read.Disks);
        Assert.Equal(written, CheckpointXml.Write(read, new DomainXmlOptions()));

        var sized = CheckpointXml.Write(new CheckpointDocument { Name = "monday", Disks = [new CheckpointDisk("vda", CheckpointKind.Bitmap, "monday", 65536)] }, new DomainXmlOptions());
        Assert.Null(Tool.Validate(sized, "domaincheckpoint"));
        Assert.Contains("size='65536'", sized, StringComparison.Ordinal);
        Assert.Null(CheckpointXml.Read(sized).Disks![0].Size);
    }

    [Theory]
    [InlineData("<domaincheckpoint><disks><disk name='vda' checkpoint='full'/></disks></domaincheckpoint>", XmlFault.Invalid, "'full'")]
    [InlineData("<domaincheckpoint><disks><disk/></disks></domaincheckpoint>", XmlFault.Invalid, "missing attribute 'name'")]
    [InlineData("<checkpoint/>", XmlFault.Malformed, "unexpected root element <checkpoint>")]
    public void Checkpoint_that_Lodge_cannot_make_is_refused(string xml, XmlFault fault, string says)
    {
        var error = Assert.Throws<LibvirtXmlException>(() => CheckpointXml.Read(xml));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
