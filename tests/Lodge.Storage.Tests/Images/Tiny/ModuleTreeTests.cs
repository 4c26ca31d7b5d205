using System.Text;
using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Tests.Images.Tiny;

public sealed class ModuleTreeTests
{
    private static readonly KernelModule[] Modules =
    [
        Module("core", [], []),
        Module("ring", ["core"], []),
        Module("disk", ["ring", "core"], ["pci:v00001AF4d*", "with space"]),
    ];

    [Fact]
    public void Each_module_names_all_that_it_needs_and_the_first_to_load_stands_last() =>
        Assert.Equal(["core.ko:", "ring.ko: core.ko", "disk.ko: ring.ko core.ko"], ModuleTree.Dependencies(Modules));

    [Fact]
    public void Folder_has_the_kernels_name_and_only_aliases_that_fit_a_line()
    {
        var entries = ModuleTree.Entries("6.1", Modules);

        Assert.Equal(
            ["lib/modules/6.1", "lib/modules/6.1/core.ko", "lib/modules/6.1/ring.ko", "lib/modules/6.1/disk.ko", "lib/modules/6.1/modules.dep", "lib/modules/6.1/modules.alias"],
            entries.Select(entry => entry.Path));
        Assert.Equal("alias pci:v00001AF4d* disk\n", Encoding.UTF8.GetString(entries[^1].Content.Span));
    }

    private static KernelModule Module(string name, string[] depends, string[] aliases) => new(name, [], depends, aliases);
}
