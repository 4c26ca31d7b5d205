using System.Text.Json;
using System.Text.RegularExpressions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Json;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Tests.Domain;

/// <summary>
/// A domain that was read, written and read again is the same: what libvirt writes down of its defaults is there from the
/// beginning. Each document did otherwise once.
/// </summary>
public sealed class FixedPointTests
{
    private static readonly DomainXmlOptions s_all = new() { Secure = true };

    [Theory]
    [InlineData("")]
    [InlineData("<clock offset='variable'/>")]
    [InlineData("<vcpu cpuset='3,1,0-4,^2'>4</vcpu>")]
    [InlineData("<cputune><vcpupin vcpu='0' cpuset='3-4,^4'/><emulatorpin cpuset='2,1'/><vcpusched vcpus='1,0' scheduler='fifo' priority='1'/></cputune>")]
    [InlineData("<cputune/><memtune/><blkiotune/><numatune/><memoryBacking/><iothreads>0</iothreads><vcpus/>")]
    [InlineData("<memtune><hard_limit unit='KB'>3</hard_limit></memtune>")]
    [InlineData("<sysinfo type='smbios'><system/><oemStrings/></sysinfo><sysinfo type='fwcfg'/>")]
    [InlineData("<cpu mode='maximum'/>")]
    [InlineData("<cpu mode='host-model'><model fallback='allow'/></cpu>")]
    [InlineData("<cpu><numa><cell id='0' cpus='1,0' memory='1'><distances/></cell></numa></cpu><numatune><memory nodeset='1,0'/><memnode cellid='0' nodeset='1,0'/></numatune>")]
    [InlineData("<cpu><numa><cell id='0' cpus='0' memory='1'/></numa></cpu><maxMemory slots='2'>4194304</maxMemory>"
        + "<devices><memory model='dimm'><target><size unit='KB'>64</size></target></memory></devices>")]
    [InlineData("<devices><memory model='virtio-mem'><target><size>64</size></target></memory></devices>")]
    [InlineData("<devices><controller type='usb' model='qemu-xhci'/><controller type='usb' index='1'/><controller type='pci' model='pci-bridge'/></devices>")]
    [InlineData("<devices><disk device='cdrom'><target dev='hdc'/></disk><disk><target dev='vda'/><iotune/></disk></devices>")]
    [InlineData("<devices><serial type='tcp'><source mode='bind' service='4555'/></serial></devices>")]
    [InlineData("<devices><console type='pty'/></devices>")]
    [InlineData("<launchSecurity type='sev'><cbitpos>47</cbitpos><reducedPhysBits>1</reducedPhysBits></launchSecurity>")]
    [InlineData("<launchSecurity type='sev-snp'/>")]
    [InlineData("<devices><sound model='sb16'/></devices>")]
    [InlineData("<devices><shmem name='m'><model type='ivshmem-plain'/><size unit='KiB'>100</size></shmem></devices>")]
    [InlineData("<devices><interface type='user'><rom/></interface></devices>")]
    public void Domain_that_is_read_written_and_read_is_the_same(string inner)
    {
        var first = DomainXml.Read($"<domain type='qemu'><name>a</name><memory>1048576</memory><os><type>hvm</type><bootmenu timeout='3000'/></os>{inner}</domain>");
        var written = DomainXml.Write(first, s_all);
        var second = DomainXml.Read(written);
        Assert.Equal(JsonOf(first), JsonOf(second));
        Assert.Equal(written, DomainXml.Write(second, s_all));
    }

    [Theory]
    [InlineData("cdrom", "")]
    [InlineData("cdrom hd", "<disk><target dev='vda'/></disk>")]
    [InlineData("network fd", "")]
    public void Kinds_to_boot_from_stay_while_there_is_no_device_of_them(string kinds, string devices)
    {
        var boot = string.Concat(kinds.Split(' ').Select(kind => $"<boot dev='{kind}'/>"));
        var first = DomainXml.Read($"<domain type='qemu'><name>a</name><memory>1024</memory><os><type>hvm</type>{boot}</os><devices>{devices}</devices></domain>");
        var written = DomainXml.Write(first, s_all);
        Assert.Equal(kinds.Split(' '), Regex.Matches(written, "<boot dev='([a-z]+)'/>").Select(match => match.Groups[1].Value));
        Assert.Equal(JsonOf(first), JsonOf(DomainXml.Read(written)));
    }

    [Fact]
    public void Secure_boot_of_a_BIOS_is_nothing_unless_it_is_on()
    {
        const string Document = "<domain type='qemu'><name>a</name><memory>1024</memory><os><type>hvm</type><loader secure='{0}'/></os></domain>";
        Assert.Null(DomainXml.Read(Document.Replace("{0}", "no", StringComparison.Ordinal)).Boot.SecureBoot);
        Assert.Equal(
            XmlFault.Unsupported, Assert.Throws<LibvirtXmlException>(() => DomainXml.Read(Document.Replace("{0}", "yes", StringComparison.Ordinal))).Fault);
    }

    private static string JsonOf(VmDefinition definition) => JsonSerializer.Serialize(definition, ModelJson.Default.VmDefinition);
}
