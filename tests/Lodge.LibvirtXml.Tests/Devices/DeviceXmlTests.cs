using Lodge.LibvirtXml.Devices;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Tests.Devices;

public sealed class DeviceXmlTests
{
    private static readonly VmDefinition s_vm = VmNormalizer.Complete(DomainXml.Read(
        """
        <domain type='kvm'><name>x</name><memory unit='MiB'>512</memory><os><type machine='q35'>hvm</type></os>
        <devices>
          <disk type='file'><driver type='qcow2'/><source file='/srv/a'/><target dev='vda'/></disk>
          <disk type='file'><driver type='raw'/><source file='/srv/b'/><target dev='sda' bus='scsi'/></disk>
          <interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>
          <interface type='user'><mac address='52:54:00:00:00:02'/><model type='virtio'/></interface>
          <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
          <hostdev mode='subsystem' type='usb'><source><vendor id='0x1'/><product id='0x2'/></source></hostdev>
          <hostdev mode='subsystem' type='usb'><source><address bus='1' device='2'/></source></hostdev>
          <redirdev bus='usb' type='spicevmc'/>
          <redirdev bus='usb' type='spicevmc'/>
          <watchdog model='i6300esb' action='none'/>
          <memballoon model='virtio'/>
          <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
          <shmem name='s'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>
        </devices></domain>
        """));

    [Fact]
    public void Every_device_of_a_VM_is_found_by_the_XML_that_it_is_written_as()
    {
        foreach (var (path, device) in s_vm.EachDevice().Where(item => item.Device is not ControllerDefinition))
        {
            var xml = DeviceXml.Write(s_vm, device, Live());
            var read = DeviceXml.Read(xml).Device!;
            Assert.True(DeviceMatch.Find(s_vm, read) is [var found] && found == device, $"{path}: {xml}");
        }
    }

    [Theory]
    [InlineData("https", "", "a=b")]
    [InlineData("https", " port='443'", "^ b")]
    [InlineData("http", " port='443'", "?#")]
    public void Address_of_a_web_server_is_read_as_it_is_written(string protocol, string port, string query)
    {
        var read = DeviceXml.Read($"<disk type='network' device='cdrom'><source protocol='{protocol}' name='a.iso' query='{query}'><host name='h'{port}/></source><target dev='sda' bus='sata'/></disk>").Device!;
        Assert.Equal(read, DeviceXml.Read(DeviceXml.Write(s_vm, read, Live())).Device);
    }

    [Theory]
    [InlineData("<disk type='file'><target dev='sda'/></disk>", 1)]
    [InlineData("<disk type='file'><target dev='vdz'/></disk>", 0)]
    [InlineData("<interface type='user'><mac address='52:54:00:00:00:02'/></interface>", 1)]
    [InlineData("<interface type='user'><mac address='52:54:00:00:00:03'/></interface>", 0)]
    [InlineData("<interface type='user'/>", 2)]
    [InlineData("<redirdev bus='usb' type='spicevmc'/>", 2)]
    [InlineData("<redirdev bus='usb' type='spicevmc'><alias name='redir1'/></redirdev>", 1)]
    [InlineData("<hostdev mode='subsystem' type='usb'><source><vendor id='1'/><product id='2'/></source></hostdev>", 1)]
    [InlineData("<hostdev mode='subsystem' type='usb'><source><vendor id='1'/><product id='3'/></source></hostdev>", 0)]
    [InlineData("<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>", 1)]
    [InlineData("<shmem name='s'><model type='ivshmem-plain'/></shmem>", 1)]
    [InlineData("<watchdog model='i6300esb'/>", 1)]
    public void Device_is_known_by_what_its_kind_is_known_by(string xml, int count) =>
        Assert.Equal(count, DeviceMatch.Find(s_vm, DeviceXml.Read(xml).Device!).Count);

    [Theory]
    [InlineData("<lease/>", XmlFault.Unsupported, "the device <lease>")]
    [InlineData("<gadget/>", XmlFault.Invalid, "unknown device type 'gadget'")]
    [InlineData("<disk><target dev='vda'/><geometry cyls='1'/></disk>", XmlFault.Unsupported, "<geometry> in <disk>")]
    [InlineData("<console type='pty'/>", XmlFault.Unsupported, "<console> for a serial port")]
    public void Device_that_Lodge_has_not_is_refused(string xml, XmlFault fault, string says)
    {
        var error = Assert.Throws<LibvirtXmlException>(() => DeviceXml.Read(xml));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Display_is_read_alone() =>
        Assert.Equal("new", DeviceXml.Read("<graphics type='vnc' passwd='new'/>").Graphics!.Password);

    private static DomainXmlOptions Live() => new()
    {
        Live = new LiveDomain { Id = 1, Accel = Accelerator.Kvm, MachineName = "pc-q35-7.2" },
    };
}
