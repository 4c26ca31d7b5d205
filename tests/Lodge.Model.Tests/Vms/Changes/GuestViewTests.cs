using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Tests.Vms.Changes;

public sealed class GuestViewTests
{
    private static readonly VmDefinition s_saved = VmNormalizer.Complete(
        new VmDefinition
        {
            Name = "web",
            Disks = [new() { Name = "vda", Source = new FileDiskSource { Path = "/a.raw" }, Format = DiskFormat.Raw }],
            Nics = [new(), new() { Source = new BridgeNicSource("br0") }],
            Graphics = [new()],
            Watchdogs = [new()],
        },
        null,
        null);

    public static TheoryData<string, Func<VmDefinition, VmDefinition>> OfTheHost => new()
    {
        { "words", vm => vm with { Title = "t", Description = "d", Autostart = true, OnCrash = LifecycleAction.Preserve } },
        { "tuning", vm => vm with { Tuning = new() { Cpu = new() { Weight = 5 } }, Numa = new NumaDefinition { HostNodes = "0" } } },
        { "file", vm => vm with { Disks = [vm.Disks[0] with { Source = new BlockDiskSource { Path = "/dev/sdz" }, Format = DiskFormat.Qcow2, Cache = DiskCache.None }] } },
        { "network", vm => vm with { Nics = [vm.Nics[0] with { Source = new UserNicSource { Backend = UserNetworkBackend.Passt } }, vm.Nics[1] with { Source = new NetworkNicSource("lan"), Groups = ["web"], Interface = "tap7" }] } },
        { "display", vm => vm with { Graphics = [new() { Type = GraphicsType.Spice, Listen = new AddressListen() }] } },
        { "port", vm => vm with { Serials = [vm.Serials[0] with { Backend = new NullBackend() }] } },
        { "watchdog", vm => vm with { Watchdogs = [vm.Watchdogs![0] with { Action = WatchdogAction.Pause }] } },
    };

    public static TheoryData<string, Func<VmDefinition, VmDefinition>> OfTheGuest => new()
    {
        { "memory.size", vm => vm with { Memory = vm.Memory with { Size = ByteSize.FromMiB(777) } } },
        { "cpu.count", vm => vm with { Cpu = vm.Cpu with { Count = 7 } } },
        { "disks[0].serial", vm => vm with { Disks = [vm.Disks[0] with { Serial = "S1" }] } },
        { "nics[0].mac", vm => vm with { Nics = [vm.Nics[0] with { Mac = "52:54:00:11:22:33" }, vm.Nics[1]] } },
        { "nics[1].source", vm => vm with { Nics = [vm.Nics[0], vm.Nics[1] with { Source = new UserNicSource() }] } },
        { "graphics", vm => vm with { Graphics = [] } },
        { "watchdogs", vm => vm with { Watchdogs = [] } },
    };

    [Theory]
    [MemberData(nameof(OfTheHost), DisableDiscoveryEnumeration = true)]
    public void What_only_the_host_sees_may_change(string what, Func<VmDefinition, VmDefinition> edit) =>
        Assert.True(GuestView.Differences(s_saved, edit(s_saved)).Count == 0, what);

    [Theory]
    [MemberData(nameof(OfTheGuest), DisableDiscoveryEnumeration = true)]
    public void What_the_guest_sees_is_told_by_its_path(string path, Func<VmDefinition, VmDefinition> edit) =>
        Assert.Contains(GuestView.Differences(s_saved, edit(s_saved)), difference => difference.StartsWith(path, StringComparison.Ordinal));
}
