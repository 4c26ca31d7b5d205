using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Tests.Handlers.Domains.Changes;

public sealed class DeviceVirshTests
{
    private const string Mac = "52:54:00:11:22:33";
    private const string Nic = $"<interface type='user'><mac address='{Mac}'/><model type='virtio'/></interface>";
    private const string Xml =
        "<domain type='qemu'><name>web</name><memory unit='MiB'>256</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os>"
        + "<devices><disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk></devices></domain>";

    [Fact]
    public async Task Devices_come_and_go_on_the_sides_that_virsh_names()
    {
        await using var session = await VirshSession.DefineAsync(Xml);
        var nic = session.Put(Nic);

        await session.RunAsync($"attach-disk web /images/a.raw vdb --config; attach-device web {nic} --config");
        await session.ExpectAsync("/images/a.raw", "domblklist web");
        await session.RefuseAsync("Requested operation is not valid: target vdb already exists", "attach-disk web /images/c.raw vdb --config");
        await session.RunAsync("start web; attach-disk web /images/b.raw vdc --live");
        Assert.DoesNotContain("vdc", await session.RunAsync("domblklist web --inactive"), StringComparison.Ordinal);
        await session.ExpectAsync("/images/b.raw", "domblklist web");
        await session.RunAsync("attach-disk web /images/c.raw vdd --live --config");
        await session.ExpectAsync("vdd", "domblklist web --inactive");
        await session.RunAsync("detach-disk web vdd --live --config; detach-disk web vdc");
        await session.RunAsync($"detach-device web {nic} --live");
        Assert.DoesNotContain(Mac, await session.RunAsync("domiflist web"), StringComparison.Ordinal);
        await session.ExpectAsync(Mac, "domiflist web --inactive");
        var vm = session.Server.Engine.Vms.Get("web");
        Assert.Equal(["sda", "vdb"], vm.Runtime!.Definition.Disks.Select(disk => disk.Name));
        Assert.Equal(["sda", "vdb"], vm.Definition.Disks.Select(disk => disk.Name));
    }

    [Fact]
    public async Task Devices_change_in_place_and_go_by_alias()
    {
        await using var session = await VirshSession.DefineAsync(Xml);
        await session.RunAsync($"start web; attach-device web {session.Put(Nic)}; change-media web sda /images/cd.iso --insert --live");

        await session.ExpectAsync("/images/cd.iso", "domblklist web");
        await session.RunAsync("change-media web sda --eject --live");
        await session.RunAsync($"domif-setlink web {Mac} down");
        await session.ExpectAsync("down", $"domif-getlink web {Mac}");
        var alias = Running(session).Nics[0].Alias;
        await session.ExpectAsync($"<alias name='{alias}'/>", "dumpxml web");
        await session.RunAsync($"detach-device-alias web {alias}");

        Assert.Empty(Running(session).Nics);
        Assert.Null(Running(session).Disks[0].Source);
    }

    [Fact]
    public async Task Device_is_what_its_XML_says_whatever_its_alias_in_another_domain()
    {
        await using var session = await VirshSession.DefineAsync(Xml);

        await session.RunAsync($"start web; attach-device web {session.Put(Nic.Replace("<model", "<alias name='net7'/><model", StringComparison.Ordinal))}");

        Assert.Equal("net0", Running(session).Nics[0].Alias);
        Assert.Equal(NicModel.Virtio, Running(session).Nics[0].Model);
    }

    [Fact]
    public async Task Password_of_a_display_changes_and_stays_where_none_is_named()
    {
        await using var session = await VirshSession.DefineAsync(
            Xml.Replace("</devices>", "<graphics type='vnc' port='-1' autoport='yes' passwd='old'/></devices>", StringComparison.Ordinal));
        await session.RunAsync("start web");

        await session.RunAsync($"update-device web {session.Put("<graphics type='vnc' port='-1' autoport='yes' passwd='new'/>")} --live");
        await session.RunAsync($"update-device web {session.Put("<graphics type='vnc' port='5907' autoport='no'/>")} --config");

        Assert.Equal("new", Running(session).Graphics[0].Password);
        var defined = session.Server.Engine.Vms.Get("web").Definition.Graphics[0];
        Assert.Equal(("old", 5907), (defined.Password, (defined.Listen as AddressListen)?.Port));
        await session.RefuseAsync("cannot be changed so while it runs", $"update-device web {session.Put("<graphics type='vnc' port='5907' autoport='no'/>")} --live");
    }

    [Fact]
    public async Task Domain_is_shown_as_a_command_line_and_as_tainted()
    {
        await using var session = await VirshSession.DefineAsync(Xml
            .Replace("<domain ", "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' ", StringComparison.Ordinal)
            .Replace("</domain>", "<qemu:commandline><qemu:arg value='-full-screen'/></qemu:commandline></domain>", StringComparison.Ordinal));

        await session.ExpectAsync("/usr/bin/qemu-system-x86_64 \\\n-name guest=web \\\n-append 'it'\\''s two words'", "domxml-to-native qemu-argv --domain web");
        await session.RefuseAsync("unsupported config type xen-xm", "domxml-to-native xen-xm --domain web");
        await session.RefuseAsync("virConnectDomainXMLFromNative", $"domxml-from-native qemu-argv {session.Put("qemu")}");
        await session.ExpectAsync("<qemu:arg value='-full-screen'/>", "dumpxml web");
        await session.ExpectAsync("tainted: QEMU has arguments", "start web; dominfo web");
    }

    [Theory]
    [InlineData("attach-disk web /images/a.raw vdb --live", "domain is not running")]
    [InlineData("detach-disk web vdx --config", "No disk found whose source path or target is vdx")]
    [InlineData("detach-device-alias web net0 --config", "device not found: no device found with alias net0")]
    [InlineData("attach-disk web /images/a.raw sda --config", "sda")]
    public async Task Virsh_is_told_what_is_wrong(string command, string expected)
    {
        await using var session = await VirshSession.DefineAsync(Xml);

        await session.RefuseAsync(expected, command);
    }

    [Theory]
    [InlineData("detach-device", Nic, "device not found: no device matching MAC address")]
    [InlineData("detach-device", "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>", "of the kind 'rng' is not present")]
    [InlineData("attach-device", "<graphics type='vnc'/>", "live attach of device 'graphics' is not supported")]
    [InlineData("attach-device", "<disk type='file'><source file='/a'/><target dev='sdb' bus='sata'/></disk>", "cannot be plugged while the guest runs")]
    [InlineData("attach-device", "<lease/>", "unsupported configuration: the device <lease>")]
    [InlineData("attach-device", "<chair/>", "unknown device type 'chair'")]
    [InlineData("update-device", "<graphics type='vnc' passwd='a'/>", "cannot find existing graphics device of type 'vnc'")]
    public async Task Virsh_is_told_what_is_wrong_with_a_device(string command, string device, string expected)
    {
        await using var session = await VirshSession.DefineAsync(Xml);
        await session.RunAsync("start web");

        await session.RefuseAsync(expected, $"{command} web {session.Put(device)} --live");
    }

    private static Model.Vms.VmDefinition Running(VirshSession session) => session.Server.Engine.Vms.Get("web").Runtime!.Definition;
}
