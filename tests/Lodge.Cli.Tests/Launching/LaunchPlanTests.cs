using Lodge.Cli.Launching;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
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
