using Lodge.Cli.Parsing;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Tests.Parsing;

public sealed class DiskSpecTests
{
    [Theory]
    [InlineData("a.img", "/x/a.img", null, false, null)]
    [InlineData("/srv/a.img,format=qcow2", "/srv/a.img", DiskFormat.Qcow2, false, null)]
    [InlineData("a,,b.img,readonly,name=vdc", "/x/a,b.img", null, true, "vdc")]
    [InlineData("a.img,readonly=no,format=raw", "/x/a.img", DiskFormat.Raw, false, null)]
    public void Disk_reads_from_its_text(string text, string path, DiskFormat? format, bool readOnly, string? name)
    {
        var disk = DiskSpec.Parse(text, file => Path.GetFullPath(file, "/x"));

        Assert.Equal(path, Assert.IsType<FileDiskSource>(disk.Source).Path);
        Assert.Equal((format, readOnly, name), (disk.Format, disk.ReadOnly, disk.Name));
    }
}
