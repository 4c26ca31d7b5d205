using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Tests.Vms.Changes;

public sealed class ChangePlannerTests
{
    private static readonly DiskDefinition Vda = Disk("vda", DiskBus.Virtio);
    private static readonly DiskDefinition Cd = Disk("sda", DiskBus.Sata) with { Device = DiskDevice.Cdrom, ReadOnly = true };
    private static readonly NicDefinition Net0 = new() { Alias = "net0", Mac = "52:54:00:00:00:01" };

    private static readonly NicDefinition Lan0 = new()
    {
        Alias = "lan0",
        Mac = "52:54:00:00:00:02",
        Source = new NetworkNicSource("lan"),
        Vlan = new() { Tags = [7] },
    };

    private static readonly VmDefinition Running = new()
    {
        Name = "a",
        Cpu = new(4) { Current = 2 },
        Memory = new() { Size = ByteSize.FromGiB(1), Maximum = ByteSize.FromGiB(4), Devices = [Module("virtiomem0", MemoryDeviceModel.VirtioMem)] },
        Disks = [Vda, Cd],
        Nics = [Net0, Lan0],
        Graphics = [new(), new() { Type = GraphicsType.Spice, Password = "x" }],
        Balloon = new() { Alias = "balloon0" },
        Watchdogs = [new() { Alias = "watchdog0" }],
        Rngs = [new() { Alias = "rng0" }],
    };

    /// <summary>What is changed, what is done at once, and the paths that wait.</summary>
    public static TheoryData<string, Func<VmDefinition, VmDefinition>, string, string> Changes => new()
    {
        { "nothing", vm => vm, "", "" },
        { "title and policies", vm => vm with { Title = "x", Autostart = true, OnCrash = LifecycleAction.Preserve, Kept = new() { Metadata = "<x/>" } }, "", "" },
        { "what QEMU is given besides", vm => vm with { Kept = new() { Metadata = "<x/>", Qemu = "<y/>" } }, "", "kept.qemu" },
        { "reboot policy", vm => vm with { OnReboot = LifecycleAction.Destroy }, "change what a reboot does", "" },
        { "firmware", vm => vm with { Boot = vm.Boot with { Firmware = FirmwareType.Uefi } }, "", "boot.firmware" },
        { "less memory", vm => vm with { Memory = vm.Memory with { Current = ByteSize.FromMiB(512) } }, "leave the guest 512MiB", "" },
        { "another size of memory", vm => vm with { Memory = vm.Memory with { Size = ByteSize.FromGiB(2) } }, "", "memory.size" },
        { "three processors", vm => vm with { Cpu = vm.Cpu with { Current = 3 } }, "change the processors that are present", "" },
        { "more processors than there can be", vm => vm with { Cpu = new(8) { Current = 8 } }, "", "cpu.count, cpu.current" },
        { "a disk more", vm => vm with { Disks = [.. vm.Disks, Disk("vdb", DiskBus.Virtio)] }, "plug in vdb", "" },
        { "a SATA disk more", vm => vm with { Disks = [.. vm.Disks, Disk("sdb", DiskBus.Sata)] }, "", "disks[2]" },
        { "a disk less", vm => vm with { Disks = [Cd] }, "unplug vda", "" },
        { "a card for another", vm => vm with { Nics = [new() { Alias = "net1" }, Lan0] }, "unplug net0; plug in net1", "" },
        { "a pulled cable", vm => vm with { Nics = [Net0 with { Link = LinkState.Down }, Lan0] }, "set the link of net0 down", "" },
        { "another model of card", vm => vm with { Nics = [Net0 with { Model = NicModel.E1000e }, Lan0] }, "", "nics[0].model" },
        { "a card's limit and cable", vm => Lan(vm, Lan0 with { Bandwidth = new() { Inbound = new() { Average = 1 } }, Link = LinkState.Down }), "change what the host does for lan0; set the link of lan0 down", "" },
        { "the same VLAN in another list", vm => Lan(vm, Lan0 with { Vlan = new() { Tags = [7] } }), "", "" },
        { "another VLAN", vm => Lan(vm, Lan0 with { Vlan = new() { Tags = [8] } }), "change what the host does for lan0", "" },
        { "no groups instead of the network's", vm => Lan(vm, Lan0 with { Groups = [] }), "change what the host does for lan0", "" },
        { "another network", vm => Lan(vm, Lan0 with { Source = new NetworkNicSource("dmz") { PortGroup = "p" } }), "plug lan0 into another network", "" },
        { "a bridge for a network", vm => Lan(vm, Lan0 with { Source = new BridgeNicSource("br0"), Isolated = true }), "plug lan0 into another network", "" },
        { "QEMU's own network for a network", vm => Lan(vm, Lan0 with { Source = new UserNicSource(), Vlan = null }), "change what the host does for lan0", "nics[1].source.type, nics[1].source.network" },
        { "a network for QEMU's own", vm => vm with { Nics = [Net0 with { Source = new NetworkNicSource("lan") }, Lan0] }, "", "nics[0].source.type, nics[0].source.network" },
        { "another name of an interface", vm => Lan(vm, Lan0 with { Interface = "tap9" }), "", "nics[1].interface" },
        { "another medium", vm => vm with { Disks = [Vda, Cd with { Source = new FileDiskSource { Path = "/other" } }] }, "change the medium of sda", "" },
        { "an empty drive", vm => vm with { Disks = [Vda, Cd with { Source = null }] }, "change the medium of sda", "" },
        { "another image of a disk", vm => vm with { Disks = [Vda with { Source = new FileDiskSource { Path = "/other" } }, Cd] }, "", "disks[0].source.path" },
        { "limits", vm => vm with { Disks = [Vda with { Throttle = new() { TotalIops = 500 } }, Cd] }, "change the limits of vda", "" },
        { "limits and a cache mode", vm => vm with { Disks = [Vda with { Throttle = new() { TotalIops = 5 }, Cache = DiskCache.Unsafe }, Cd] }, "change the limits of vda", "disks[0].cache" },
        { "pins", vm => vm with { Tuning = new() { Cpu = new() { EmulatorPin = "1" } } }, "change the tuning", "" },
        { "a profile", vm => vm with { Tuning = new() { Profile = TuningProfile.Latency } }, "", "tuning" },
        { "another password", vm => vm with { Graphics = [vm.Graphics[0], vm.Graphics[1] with { Password = "y" }] }, "change the display's password", "" },
        { "a first password", vm => vm with { Graphics = [new() { Password = "x" }, vm.Graphics[1]] }, "", "graphics[0].password" },
        { "no password", vm => vm with { Graphics = [vm.Graphics[0], new() { Type = GraphicsType.Spice }] }, "", "graphics[1].password" },
        { "the watchdog's action", vm => vm with { Watchdogs = [new() { Alias = "watchdog0", Action = WatchdogAction.Pause }] }, "change the watchdog's action", "" },
        { "statistics", vm => vm with { Balloon = vm.Balloon! with { StatisticsPeriod = 2 } }, "change the period of memory statistics", "" },
        { "no balloon", vm => vm with { Balloon = null, NoBalloon = true }, "", "noBalloon, balloon" },
        { "a module more", vm => Memory(vm, Module("virtiomem0", MemoryDeviceModel.VirtioMem), Module("dimm0", MemoryDeviceModel.Dimm)), "plug in dimm0", "" },
        { "half of virtio-mem", vm => Memory(vm, Module("virtiomem0", MemoryDeviceModel.VirtioMem) with { Requested = ByteSize.FromMiB(512) }), "resize virtiomem0", "" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_is_divided_into_what_is_done_at_once_and_what_waits(
        string what, Func<VmDefinition, VmDefinition> change, string done, string waiting)
    {
        var wanted = change(Running);

        var plan = ChangePlanner.Plan(Running, wanted);

        Assert.Equal((what, done), (what, string.Join("; ", plan.Steps.Select(step => step.What))));
        Assert.Equal(waiting.Split(", ").Order(), string.Join(", ", plan.Waiting.Select(change => change.Path)).Split(", ").Order());
        Assert.All(plan.Waiting, change => Assert.EndsWith(".", change.Why));
        Assert.Equal(waiting.Length == 0, DefinitionDifference.Same(plan.After, wanted));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Steps_lead_to_the_planned_definition_and_back(
        string what, Func<VmDefinition, VmDefinition> change, string done, string waiting)
    {
        Assert.NotEqual(what, done + waiting);
        var plan = ChangePlanner.Plan(Running, change(Running));

        var there = plan.Steps.Aggregate(Running, (vm, step) => step.ApplyTo(vm));
        var back = plan.Steps.Reverse().Aggregate(there, (vm, step) => step.Inverse().ApplyTo(vm));

        // The order of a list is no part of it, and neither is what takes no step.
        Assert.Equal(Devices(plan.After), Devices(there));
        Assert.Equal(Devices(Running), Devices(back));
        Assert.Equal((plan.After.Cpu, plan.After.Memory.Current), (there.Cpu, there.Memory.Current));
        Assert.Equal((Running.Cpu, Running.Memory.Current), (back.Cpu, back.Memory.Current));
    }

    [Fact]
    public void Microvm_takes_no_devices()
    {
        var microvm = Running with { Machine = new() { Type = MachineType.Microvm } };

        var plan = ChangePlanner.Plan(microvm, microvm with { Nics = [Net0, Lan0, new() { Alias = "net1" }] });

        Assert.Empty(plan.Steps);
        Assert.Equal(new WaitingChange("nics[2]", "A microvm takes no devices while it runs."), Assert.Single(plan.Waiting));
    }

    private static IEnumerable<string?> Devices(VmDefinition vm) => vm.EachDevice().Select(entry => entry.Device.ToString()).Order();

    private static DiskDefinition Disk(string name, DiskBus bus) =>
        new() { Alias = name, Name = name, Bus = bus, Format = DiskFormat.Raw, Source = new FileDiskSource { Path = $"/{name}" } };

    private static MemoryDeviceDefinition Module(string alias, MemoryDeviceModel model) =>
        new() { Alias = alias, Model = model, Size = ByteSize.FromGiB(1) };

    private static VmDefinition Lan(VmDefinition vm, NicDefinition nic) => vm with { Nics = [Net0, nic] };

    private static VmDefinition Memory(VmDefinition vm, params IReadOnlyList<MemoryDeviceDefinition> modules) =>
        vm with { Memory = vm.Memory with { Devices = modules } };
}
