using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.Devices;
using Lodge.Cli.Launching;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Cli.Tests.Launching;

public sealed class LaunchPlanTests
{
    [Fact]
    public void Image_gives_kernel_initramfs_and_command_line_by_absolute_path()
    {
        var definition = LaunchPlan.Make("hello", Samples.Tiny, new LaunchWishes());

        Assert.Equal(("hello", Samples.Tiny.Kernel, Samples.Tiny.Initrd, Samples.Tiny.CommandLine),
            (definition.Name, definition.Boot.Kernel, definition.Boot.Initrd, definition.Boot.CommandLine));
        Assert.Single(definition.Nics);
        Assert.Empty(definition.Graphics);
    }

    [Fact]
    public void Kernel_of_ones_own_comes_without_the_images_initramfs()
    {
        var boot = LaunchPlan.Make("x", Samples.Tiny, new LaunchWishes { Kernel = "/k" }).Boot;
        Assert.Equal(("/k", null, null), (boot.Kernel, boot.Initrd, boot.CommandLine));
    }

    [Fact]
    public void Command_line_of_ones_own_replaces_the_images() =>
        Assert.Equal("debug", LaunchPlan.Make("x", Samples.Tiny, new LaunchWishes { CommandLine = "debug" }).Boot.CommandLine);

    [Theory]
    [InlineData(96L << 20, 512L << 20)]
    [InlineData((600L << 20) + 1, 601L << 20)]
    public void Memory_is_what_the_image_needs_at_least(long needs, long gets) =>
        Assert.Equal(new ByteSize(gets), LaunchPlan.Make("x", Samples.Tiny with { MinimumMemoryBytes = needs }, new LaunchWishes()).Memory.Size);

    [Fact]
    public void Values_and_devices_of_the_command_line_go_into_the_request()
    {
        var wishes = new LaunchWishes
        {
            Values = ["cpus.max=4", "memory=1G"],
            Devices = [DeviceRequest.Parse("disk \"my data.raw\" bus=scsi iops=500", path => $"/here/{path}"), DeviceRequest.Parse("tpm", path => path)],
        };
        var request = LaunchRequest.Make(LaunchPlan.Make("x", Samples.Tiny, wishes), wishes, paused: true, transient: false);
        var read = JsonSerializer.Deserialize(request, ApiJson.Default.CreateVm)!;
        Assert.Equal((4, 1, ByteSize.FromMiB(1024)), (read.Definition.Cpu.Count, read.Definition.Cpu.Current, read.Definition.Memory.Size));
        Assert.Equal((true, true, false), (read.Start, read.Paused, read.Transient));
        var disk = Assert.IsType<DiskDefinition>(read.Devices![0].Device());
        Assert.Equal((DiskBus.Scsi, 500, new FileDiskSource { Path = "/here/my data.raw" }), (disk.Bus, disk.Throttle!.TotalIops, disk.Source));
        Assert.IsType<TpmDefinition>(read.Devices[1].Device());
    }

    [Fact]
    public void Friendly_names_are_valid_and_never_taken()
    {
        var taken = new HashSet<string>();
        for (var i = 0; i < 2000; i++)
        {
            var name = FriendlyName.Make(taken, new Random(i));
            Assert.Matches("^[a-z]+-[a-z]+(-[0-9]+)?$", name);
            Assert.True(taken.Add(name));
        }
    }
}
