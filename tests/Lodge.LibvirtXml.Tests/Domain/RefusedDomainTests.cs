using Lodge.LibvirtXml.Domain;

namespace Lodge.LibvirtXml.Tests.Domain;

/// <summary>What is wrong or more than Lodge does is refused, with its kind and line; nothing that libvirt knows is dropped.</summary>
public sealed class RefusedDomainTests
{
    public static TheoryData<string, XmlFault, string, int> Refused() => new()
    {
        // In <domain>, from line 4 on.
        { "<genid/>", XmlFault.Unsupported, "the element <genid> in <domain>", 4 },
        { "<idmap><uid start='0' target='1' count='1'/></idmap>", XmlFault.Unsupported, "<idmap>", 4 },
        { "<perf>\n<event name='cmt' enabled='yes'/></perf>", XmlFault.Unsupported, "'cmt', which kernels do not count since 4.14", 5 },
        { "<perf><event name='luck' enabled='yes'/></perf>", XmlFault.Invalid, "'luck'", 4 },
        { "<perf><event name='cpu_clock' enabled='yes'/><event name='cpu_clock' enabled='no'/></perf>", XmlFault.Invalid, "already specified", 4 },
        { "<perf><event name='cpu_clock' enabled='maybe'/></perf>", XmlFault.Invalid, "'maybe'", 4 },
        { "<keywrap><cipher name='aes' state='on'/></keywrap>", XmlFault.Unsupported, "<keywrap>", 4 },
        { "<on_lockfailure>poweroff</on_lockfailure>", XmlFault.Unsupported, "<on_lockfailure>", 4 },
        { "<on_crash>coredump-destroy</on_crash>", XmlFault.Unsupported, "'coredump-destroy' for <on_crash>", 4 },
        { "<on_crash>explode</on_crash>", XmlFault.Invalid, "'explode' for <on_crash>; known are destroy", 4 },
        { "<vcpu placement='auto'>2</vcpu>", XmlFault.Unsupported, "'auto' for the attribute 'placement' of <vcpu>", 4 },
        { "<vcpu>many</vcpu>", XmlFault.Invalid, "'many' for <vcpu> is not a whole number", 4 },
        { "<memtune>\n<min_guarantee>1</min_guarantee></memtune>", XmlFault.Unsupported, "<min_guarantee> in <memtune>", 5 },
        { "<cputune><cachetune vcpus='0'/></cputune>", XmlFault.Unsupported, "<cachetune>", 4 },
        { "<numatune><memory mode='strict' placement='auto'/></numatune>", XmlFault.Unsupported, "'auto'", 4 },
        { "<features><gic version='3'/></features>", XmlFault.Unsupported, "<gic> in <features>", 4 },
        { "<features><smm state='on'><tseg>1</tseg></smm></features>", XmlFault.Unsupported, "<tseg> in <smm>", 4 },
        { "<features><hyperv><relaxed state='maybe'/></hyperv></features>", XmlFault.Invalid, "'maybe' for the attribute 'state'", 4 },
        { "<cpu mode='host-model'><topology sockets='1' cores='1'/></cpu>", XmlFault.Invalid, "missing attribute 'threads' of <topology>", 4 },
        { "<clock offset='utc'><timer name='rtc'><catchup limit='1'/></timer></clock>", XmlFault.Unsupported, "<catchup> in <timer>", 4 },
        { "<clock offset='utc' adjustment='12'/>", XmlFault.Unsupported, "'adjustment'", 4 },
        { "<resource><partition>/mine</partition></resource>", XmlFault.Unsupported, "the partition '/mine'", 4 },
        { "<seclabel type='none'/>", XmlFault.Unsupported, "'none' for the attribute 'type' of <seclabel>", 4 },
        { "<launchSecurity type='s390-pv'/>", XmlFault.Unsupported, "'s390-pv'", 4 },
        { "<memory unit='stone'>4</memory>", XmlFault.Invalid, "unknown unit 'stone'", 4 },
        { "<memory>1</memory><memory>2</memory>", XmlFault.Invalid, "more than one <memory>", 4 },
        { "<xen:commandline xmlns:xen='http://libvirt.org/schemas/domain/xen/1.0'/>", XmlFault.Unsupported, "<commandline>", 4 },
        { "<devices><emulator>/usr/bin/qemu-system-arm</emulator></devices>", XmlFault.Unsupported, "the emulator", 4 },
        { "<devices>\n<smartcard mode='host'/></devices>", XmlFault.Unsupported, "<smartcard> in <devices>", 5 },
        { "<devices><disk type='network' device='cdrom'><source protocol='https' name='a'>\n<host name='h' port='65536'/></source><target dev='sda'/></disk></devices>", XmlFault.Invalid, "'65536' for the attribute 'port'", 5 },
        { "<devices><lease/></devices>", XmlFault.Unsupported, "<lease>", 4 },
        { "<devices><tpm><backend type='emulator'/></tpm><tpm><backend type='emulator'/></tpm></devices>", XmlFault.Unsupported, "more than one <tpm>", 4 },
        { "<devices><tpm><backend type='emulator' version='1.2'/></tpm></devices>", XmlFault.Unsupported, "'1.2'", 4 },
        { "<devices><interface type='ethernet'><target dev='tap0'/></interface></devices>", XmlFault.Unsupported, "an interface of the type 'ethernet'", 4 },
        { "<devices><interface type='bridge'><source bridge='br0'/><virtualport type='openvswitch'/></interface></devices>", XmlFault.Unsupported, "<virtualport> in <interface>", 4 },
        { "<devices><disk type='network'><source protocol='gluster' name='a'/><target dev='vda'/></disk></devices>", XmlFault.Unsupported, "the protocol 'gluster' of a disk", 4 },
        { "<devices><disk type='network'><target dev='vda'/></disk></devices>", XmlFault.Invalid, "missing element <source> in <disk>", 4 },
        { "<devices><disk type='network'><source protocol='nfs' name='/a'/><target dev='vda'/></disk></devices>", XmlFault.Invalid, "one <host>", 4 },
        { "<devices><disk type='network'><source protocol='nbd' name='a'><host transport='unix' socket='/a'/></source><target dev='vda'/></disk></devices>", XmlFault.Unsupported, "'unix'", 4 },
        { "<devices><disk type='network'><source protocol='rbd' name='a'/><target dev='vda'/></disk></devices>", XmlFault.Invalid, "'a' is not POOL/IMAGE", 4 },
        { "<devices><disk type='network'><source protocol='rbd' name='a/b'><auth username='c'><secret type='ceph' usage='d'/></auth></source><target dev='vda'/></disk></devices>", XmlFault.Unsupported, "named by its usage", 4 },
        { "<devices><disk type='network'><source protocol='nfs' name='/a'><host name='b'/><identity user='anna'/></source><target dev='vda'/></disk></devices>", XmlFault.Unsupported, "the name 'anna'", 4 },
        { "<devices><disk type='file'>\n<source file='/a'/></disk></devices>", XmlFault.Invalid, "missing element <target> in <disk>", 4 },
        { "<devices><disk type='file'>\n<target dev='vda' bus='xen'/></disk></devices>", XmlFault.Unsupported, "'xen'", 5 },
        { "<devices><disk type='file'><driver type='vmdk'/><target dev='vda'/></disk></devices>", XmlFault.Invalid, "", 0 },
        { "<devices><disk type='file'><transient/><target dev='vda'/></disk></devices>", XmlFault.Unsupported, "<transient> in <disk>", 4 },
        { "<devices><disk type='file'><driver ats='on'/><target dev='vda'/></disk></devices>", XmlFault.Unsupported, "the attribute 'ats' of <driver>", 4 },
        { "<devices><disk type='file'><encryption format='qcow'/><target dev='vda'/></disk></devices>", XmlFault.Unsupported, "<encryption>", 4 },
        { "<devices><disk type='file'><encryption format='luks'/><target dev='vda'/></disk></devices>", XmlFault.Invalid, "missing element <secret>", 4 },
        { "<devices><graphics type='sdl'/></devices>", XmlFault.Unsupported, "'sdl'", 4 },
        { "<devices><graphics type='spice'><channel name='main' mode='secure'/></graphics></devices>", XmlFault.Unsupported, "<channel> in <graphics>", 4 },
        { "<devices><serial type='vc'/></devices>", XmlFault.Unsupported, "a <serial> of the type 'vc'", 4 },
        { "<devices><hostdev mode='capabilities' type='misc'/></devices>", XmlFault.Unsupported, "'capabilities'", 4 },
        { "<devices><controller type='ccid'/></devices>", XmlFault.Unsupported, "'ccid'", 4 },
        { "<devices><controller type='pci' model='dmi-to-pci-bridge'/></devices>", XmlFault.Unsupported, "'dmi-to-pci-bridge'", 4 },
        { "<devices><rng model='virtio'><backend model='egd'/></rng></devices>", XmlFault.Unsupported, "entropy daemon", 4 },
        { "<devices><memballoon model='xen'/></devices>", XmlFault.Unsupported, "'xen'", 4 },
        { "<cpu mode='custom' migratable='on'/>", XmlFault.Invalid, "'migratable' is for the modes", 4 },
        { "<cpu mode='maximum' migratable='off'/>", XmlFault.Unsupported, "'off' for the attribute 'migratable'", 4 },
        { "<cpu><numa><cell id='0' cpus='0' memory='1'/><cell id='0' cpus='1' memory='1'/></numa></cpu>", XmlFault.Invalid, "two <cell> with the same id", 4 },
        { "<memory>1024</memory><memoryBacking><hugepages><page size='2' unit='M' nodeset='x'/></hugepages></memoryBacking>", XmlFault.Invalid, "'x' for the attribute 'nodeset'", 4 },
        { "<sysinfo type='smbios'/><sysinfo type='smbios'/>", XmlFault.Invalid, "more than one <sysinfo>", 4 },
        { "<devices><hostdev type='pci'><source><address bus='0x100'/></source></hostdev></devices>", XmlFault.Invalid, "'bus' of <address> is larger than 255", 4 },
        { "<devices><hostdev type='pci'><source><address function='8'/></source></hostdev></devices>", XmlFault.Invalid, "'function' of <address> is larger than 7", 4 },
        { "<devices><hostdev type='usb'><source><vendor id='0x1234'/></source></hostdev></devices>", XmlFault.Invalid, "needs <vendor> and <product>", 4 },
        { "<devices><redirdev bus='usb' type='unix'/></devices>", XmlFault.Invalid, "needs a <source>", 4 },
        { "<devices><video><model type='none' heads='2'/></video></devices>", XmlFault.Invalid, "has no heads", 4 },
        { "<devices><redirdev bus='usb'/></devices>", XmlFault.Invalid, "missing attribute 'type' of <redirdev>", 4 },
        { "<devices><rng><rate period='1'/><backend model='random'/></rng></devices>", XmlFault.Invalid, "missing attribute 'bytes' of <rate>", 4 },
        { "<devices><memory model='dimm'><target><size>2048</size><block>2048</block></target></memory></devices>", XmlFault.Unsupported, "the element <block> in <target>", 4 },
        { "<devices><serial type='pty'><target type='isa-serial'><model name='pci-serial'/></target></serial></devices>", XmlFault.Invalid, "<model> of the <target>", 4 },
        { "<devices><input type='tablet' bus='usb'><address type='usb' bus='-1' port='1'/></input></devices>", XmlFault.Invalid, "'bus' of <address> is negative", 4 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refusal_names_kind_place_and_line(string inside, XmlFault fault, string says, int line)
    {
        if (line == 0)
        {
            // A source makes the difference: without one there is no format to refuse.
            inside = inside.Replace("<target", "<source file='/a'/><target", StringComparison.Ordinal);
            (fault, says, line) = (XmlFault.Unsupported, "'vmdk'", 4);
        }

        var memory = inside.StartsWith("<memory", StringComparison.Ordinal) ? "" : "<memory>1048576</memory>";
        var error = Assert.Throws<LibvirtXmlException>(() => DomainXml.Read(
            $"<domain type='kvm'>\n<name>x</name><os><type>hvm</type></os>\n{memory}\n{inside}</domain>"));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal((fault, line), (error.Fault, error.Line));
        Assert.StartsWith(fault == XmlFault.Unsupported ? "unsupported configuration: " : "XML error: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"at line {line}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<domain type='kvm'><os><type>hvm</type></os><memory>1024</memory></domain>", XmlFault.Invalid, "missing element <name>")]
    [InlineData("<domain type='kvm'><name>x</name><memory>1024</memory></domain>", XmlFault.Invalid, "missing element <os>")]
    [InlineData("<domain type='kvm'><name>x</name><os><type>hvm</type></os></domain>", XmlFault.Invalid, "missing element <memory>")]
    [InlineData("<domain><name>x</name><os><type>hvm</type></os><memory>1024</memory></domain>", XmlFault.Invalid, "missing attribute 'type' of <domain>")]
    [InlineData("<domain type='xen'><name>x</name><os><type>hvm</type></os><memory>1024</memory></domain>", XmlFault.Unsupported, "'xen'")]
    [InlineData("<domain type='kvm'><name>x</name><os><type>exe</type></os><memory>1024</memory></domain>", XmlFault.Unsupported, "'exe'")]
    [InlineData("<domain type='kvm'><name>x</name><os><type arch='aarch64'>hvm</type></os><memory>1024</memory></domain>", XmlFault.Unsupported, "'aarch64'")]
    [InlineData("<domain type='kvm'><name>x</name><os><type machine='virt-7.2'>hvm</type></os><memory>1024</memory></domain>", XmlFault.Unsupported, "'virt-7.2'")]
    [InlineData("<domain type='kvm'><name>x</name><uuid>no</uuid><os><type>hvm</type></os><memory>1024</memory></domain>", XmlFault.Invalid, "'no' is not a UUID")]
    [InlineData("<network/>", XmlFault.Malformed, "unexpected root element <network>")]
    public void Domain_that_lacks_something_says_what(string xml, XmlFault fault, string says)
    {
        var error = Assert.Throws<LibvirtXmlException>(() => DomainXml.Read(xml));
        Assert.Equal(fault, error.Fault);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Per_device_boot_order_and_boot_kinds_exclude_each_other() => Assert.Contains(
        "cannot be used together",
        Assert.Throws<LibvirtXmlException>(() => DomainXml.Read(
            "<domain type='kvm'><name>x</name><memory>1048576</memory><os><type>hvm</type><boot dev='hd'/></os>"
            + "<devices><interface type='user'><boot order='1'/></interface></devices></domain>")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_the_schema_does_not_know_is_ignored_as_libvirt_does() => Assert.Equal(
        "x",
        DomainXml.Read(
            "<domain type='kvm' new='1'><name>x</name><memory>1048576</memory><os><type>hvm</type></os>"
            + "<invented><name/></invented><a:b xmlns:a='urn:a'/><devices><gadget/></devices></domain>").Name);
}
