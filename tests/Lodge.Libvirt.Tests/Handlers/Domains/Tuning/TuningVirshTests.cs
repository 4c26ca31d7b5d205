using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Tests.Handlers.Domains.Tuning;

public sealed class TuningVirshTests
{
    private const string Xml =
        "<domain type='qemu'><name>web</name><memory unit='MiB'>256</memory><vcpu>2</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os>"
        + "<devices><disk type='file'><source file='/images/a.raw'/><target dev='vda' bus='virtio'/></disk>"
        + "<interface type='user'><mac address='52:54:00:11:22:33'/></interface></devices></domain>";

    [Fact]
    public async Task Parameters_are_shown_with_libvirts_names_and_defaults()
    {
        await using var session = await VirshSession.DefineAsync(Xml);
        await session.RunAsync("start web");

        await session.ExpectAsync("cpu_shares     : 100\nvcpu_period    : 100000\nvcpu_quota     : -1\nemulator_period: 100000", "schedinfo web");
        await session.ExpectAsync("hard_limit     : unlimited\nsoft_limit     : unlimited\nswap_hard_limit: unlimited", "memtune web");
        await session.ExpectAsync("weight         : 100\ndevice_weight  :", "blkiotune web");
        await session.ExpectAsync("numa_mode      : strict\nnuma_nodeset   :", "numatune web");
        await session.ExpectAsync("write_iops_sec_max_length: 0", "blkdeviotune web vda");
        await session.ExpectAsync("inbound.average: 0", "domiftune web 52:54:00:11:22:33");
    }

    [Fact]
    public async Task Parameters_are_set_on_the_sides_that_virsh_names()
    {
        await using var session = await VirshSession.DefineAsync(Xml);
        await session.RunAsync("start web");

        await session.RunAsync("schedinfo web --live --set cpu_shares=300 vcpu_quota=50000; memtune web --hard-limit 1048576 --config");
        await session.RunAsync("blkiotune web --config --weight 200 --device-read-bytes-sec /dev/vdz,1000 --device-weights /dev/vdz,300");
        await session.RunAsync("numatune web --mode preferred --nodeset 0 --config");
        await session.RunAsync("blkdeviotune web vda --read-bytes-sec 1000 --read-bytes-sec-max 2000 --read-bytes-sec-max-length 5 --group-name g --live --config");
        await session.RunAsync("blkdeviotune web vda --total-bytes-sec 4000 --total-iops-sec 70 --size-iops-sec 4096 --live");

        var (running, defined) = (session.Server.Engine.Vms.Get("web").Runtime!.Definition, session.Server.Engine.Vms.Get("web").Definition);
        Assert.Equal((300, 50000L), (running.Tuning!.Cpu!.Weight, running.Tuning.Cpu.Quota));
        Assert.Equal(1L << 30, defined.Tuning!.Memory!.HardLimit!.Value.Bytes);
        Assert.Equal((200, 300, 1000L), (defined.Tuning.BlockIo!.Weight, defined.Tuning.BlockIo.Devices![0].Weight, defined.Tuning.BlockIo.Devices[0].ReadBytes));
        Assert.Equal("0", defined.Numa!.HostNodes);
        Assert.Equal(new() { Group = "g", ReadBytes = 1000, ReadBytesMax = 2000, ReadBytesMaxSeconds = 5 }, defined.Disks[0].Throttle);
        Assert.Equal(new() { Group = "g", TotalBytes = 4000, TotalIops = 70, OperationSize = 4096 }, running.Disks[0].Throttle);
        await session.RunAsync("blkdeviotune web vda 0 --config; blkiotune web --config --device-read-bytes-sec /dev/vdz,0");
        await session.ExpectAsync("total_bytes_sec: 0", "blkdeviotune web vda --config");
    }

    [Theory]
    [InlineData("blkdeviotune web vda --total-bytes-sec 1 --read-bytes-sec 1", "invalid argument: total and read/write of bytes_sec cannot be set at the same time")]
    [InlineData("blkdeviotune web vdz --total-bytes-sec 1", "disk 'vdz' was not found")]
    [InlineData("numatune web --nodeset 0 --live", "cannot be changed so while it runs")]
    [InlineData("schedinfo web --set cpu_shares=20000", "weight")]
    [InlineData("domiftune web 52:54:00:11:22:33 --inbound 100", "cannot be limited")]
    [InlineData("memtune web --hard-limit 1 --config --live", "hardLimit")]
    public async Task Virsh_is_told_what_is_wrong(string command, string expected)
    {
        await using var session = await VirshSession.DefineAsync(Xml);
        await session.RunAsync("start web");

        await session.RefuseAsync(expected, command);
    }

    [Fact]
    public async Task Notes_of_people_and_programs_are_kept()
    {
        await using var session = await VirshSession.DefineAsync(Xml);

        await session.RunAsync("start web; desc web --title Shop --config; desc web Sells\\ things --live");
        await session.ExpectAsync("Shop", "desc web --title --config");
        await session.ExpectAsync("Sells things", "desc web --live");
        await session.RunAsync("metadata web urn:app:1 --key app --set '<state phase=\"two\"><x/></state>' --config --live");
        await session.ExpectAsync("<state phase=\"two\">", "metadata web urn:app:1");
        await session.ExpectAsync("<app:state xmlns:app=\"urn:app:1\" phase=\"two\">", "dumpxml web --inactive");
        await session.RunAsync("metadata web urn:app:1 --remove --config");
        await session.RefuseAsync("metadata not found: Requested metadata element is not present", "metadata web urn:app:1 --config");
        await session.RefuseAsync("XML error", "metadata web urn:app:1 --key app --set '<state' --config");
        VmDefinition running = session.Server.Engine.Vms.Get("web").Runtime!.Definition;
        Assert.Null(running.Title);
        Assert.NotNull(running.Kept?.Metadata);
    }
}
