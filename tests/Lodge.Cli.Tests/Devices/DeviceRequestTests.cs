using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.Devices;
using Lodge.Model.Errors;

namespace Lodge.Cli.Tests.Devices;

public sealed class DeviceRequestTests
{
    [Theory]
    [InlineData("disk a.qcow2 bus=scsi iops=500 read-only=on", """{"disk":{"source":{"type":"file","path":"/here/a.qcow2"},"bus":"scsi","throttle":{"totalIops":500},"readOnly":true}}""")]
    [InlineData("cdrom", """{"disk":{"device":"cdrom"}}""")]
    [InlineData("cdrom /iso bus=sata", """{"disk":{"device":"cdrom","source":{"type":"file","path":"/iso"},"bus":"sata"}}""")]
    [InlineData("nic model=e1000e mac=52:54:00:00:00:07", """{"nic":{"model":"e1000e","mac":"52:54:00:00:00:07"}}""")]
    [InlineData("rng rate-bytes=1M alias=rng7", """{"rng":{"rateBytes":1048576,"alias":"rng7"}}""")]
    [InlineData("channel org.example.0", """{"channel":{"name":"org.example.0"}}""")]
    [InlineData("filesystem share tag=data", """{"fileSystem":{"source":"/here/share","tag":"data"}}""")]
    [InlineData("hostdev 01:00.0", """{"hostDevice":{"source":{"type":"pci","host":"0000:01:00.0"}}}""")]
    [InlineData("usb 1d6b:0002", """{"hostDevice":{"source":{"type":"usb","vendor":7531,"product":2}}}""")]
    [InlineData("usb 1.4", """{"hostDevice":{"source":{"type":"usb","bus":1,"device":4}}}""")]
    [InlineData("memory 2G model=virtio-mem requested=1G", """{"memory":{"size":"2G","model":"virtio-mem","requested":"1G"}}""")]
    [InlineData("watchdog action=reset", """{"watchdog":{"action":"reset"}}""")]
    [InlineData("vsock 5", """{"vsock":{"cid":5}}""")]
    public void Words_become_the_device_that_they_describe(string line, string expected)
    {
        var words = line.Split(' ');
        var body = DeviceRequest.Make(words[0], words[1..], path => Path.GetFullPath(path, "/here"));
        Assert.Equal(expected, Encoding.UTF8.GetString(body));
        Assert.NotNull(JsonSerializer.Deserialize(body, ApiJson.Default.AnyDevice)!.Device());
    }

    [Theory]
    [InlineData("dsik /a", "Did you mean 'disk'?")]
    [InlineData("toaster", "There are: disk, cdrom")]
    [InlineData("nic net0", "lodge attach NAME nic [name=value …]")]
    [InlineData("disk a b", "lodge attach NAME disk [FILE] [name=value …]")]
    [InlineData("usb tablet", "1d6b:0002")]
    public void Words_without_a_meaning_are_refused_with_how_to_write_it(string line, string remedy)
    {
        var words = line.Split(' ');
        var error = Assert.Throws<LodgeException>(() => DeviceRequest.Make(words[0], words[1..], path => path)).Error;
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_sent_as_it_stands() =>
        Assert.Equal("""{"hostDevice":{ "x" : 1 }}""", Encoding.UTF8.GetString(DeviceRequest.Wrap("usb", """{ "x" : 1 }"""u8.ToArray())));
}
