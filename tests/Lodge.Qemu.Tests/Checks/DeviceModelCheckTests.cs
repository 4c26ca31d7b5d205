using Lodge.Linux.Memory;
using Lodge.Linux.Topology;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Checks;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Host;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Tests.Planning;

namespace Lodge.Qemu.Tests.Checks;

public class DeviceModelCheckTests
{
    private static readonly string[] Some = ["qxl-vga", "qxl", "VGA", "usb-tablet", "virtio-rng-pci", "isa-serial"];

    [Fact]
    public async Task Model_that_this_QEMU_lacks_is_named_with_its_path_and_a_near_one()
    {
        var vm = PlanCases.Vm() with { Inputs = [new(), new() { Type = InputType.Passthrough, Source = "/dev/input/event0" }] };
        await CheckAsync(vm with { Inputs = [new()] }, Some);
        var error = (await Assert.ThrowsAsync<LodgeException>(() => CheckAsync(vm, Some))).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("'virtio-input-host-pci', which inputs[1] needs", error.Message);

        var near = (await Assert.ThrowsAsync<LodgeException>(() => CheckAsync(vm with { Inputs = [new()] }, ["isa-serial", "usb-tablet2"]))).Error;
        Assert.Contains("it has 'usb-tablet2'", near.Message);
    }

    [Fact]
    public async Task SPICE_without_its_modules_is_refused_with_the_package_that_has_them()
    {
        string[] without = ["VGA", "isa-serial", "virtserialport"];
        var display = PlanCases.Vm() with { Graphics = [new(), new() { Type = GraphicsType.Spice }] };
        var error = (await Assert.ThrowsAsync<LodgeException>(() => CheckAsync(display, without))).Error;
        Assert.Contains("SPICE, which graphics[1] needs", error.Message);
        Assert.Contains("qemu-system-modules-spice", error.Remedy);
        await CheckAsync(display, Some);

        var channel = PlanCases.Vm() with { Channels = [new() { Name = ChannelDefinition.SpiceAgent, Backend = new SpiceBackend() }] };
        error = (await Assert.ThrowsAsync<LodgeException>(() => CheckAsync(channel, without))).Error;
        Assert.Contains("channels[0]", error.Message);
    }

    private static async Task CheckAsync(VmDefinition definition, IReadOnlyList<string> devices)
    {
        var context = new CheckContext
        {
            Definition = definition,
            Facts = PlanCases.Facts with { Devices = devices },
            KeptFirmware = null,
            Programs = new CompanionPrograms(),
            HasOwnUsers = false,
            Kvm = new KvmReport { Usable = false, DevicePresent = false },
            Policy = new AcceleratorPolicy(),
            Memory = MemoryInfo.Read(),
            Topology = new Lazy<HostTopology>(() => throw new InvalidOperationException()),
            HugePages = new Lazy<IReadOnlyList<HugePagePool>>(() => throw new InvalidOperationException()),
            Claims = new VmClaims(null),
        };
        await DeviceModelCheck.Drivers(context, TestContext.Current.CancellationToken);
        await DeviceModelCheck.Spice(context, TestContext.Current.CancellationToken);
    }
}
