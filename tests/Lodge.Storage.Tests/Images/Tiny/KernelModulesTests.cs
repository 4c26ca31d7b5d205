using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Tests.Images.Tiny;

public sealed class KernelModulesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lodge-kernel-modules-");
    private readonly Dictionary<string, string> _paths = [];

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Modules_built_into_the_kernel_are_left_out_also_as_dependencies()
    {
        Add("button");
        Add("virtio_net", "depends=virtio,failover");
        Add("failover");
        Add("unrelated");

        var picked = await PickAsync("evdev", "virtio", "virtio_pci", "virtio_blk");

        Assert.Equal(["button.ko", "failover.ko", "virtio_net.ko"], picked.Select(module => module.FileName));
    }

    [Fact]
    public async Task Module_that_the_guest_cannot_do_without_is_asked_for_by_name()
    {
        Add("button");

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => PickAsync("evdev", "virtio_pci", "virtio_blk"));

        Assert.Contains("virtio_net", failure.Message);
    }

    [Fact]
    public async Task Compressed_module_is_decompressed_before_it_is_read()
    {
        Add("virtio_net");
        _paths["button"] = "/somewhere/button.ko.xz";

        var picked = await PickAsync("evdev", "virtio_pci", "virtio_blk");

        Assert.Equal(ModuleFile.With("name=/somewhere/button.ko.xz"), picked[0].Content);
        Assert.Equal("button.ko", picked[0].FileName);
    }

    private void Add(string name, params string[] information)
    {
        _paths[name] = Path.Combine(_root.FullName, $"{name}.ko");
        File.WriteAllBytes(_paths[name], ModuleFile.With(information));
    }

    private Task<IReadOnlyList<KernelModule>> PickAsync(params string[] builtIn) => KernelModules.PickAsync(
        new UnpackedKernel("6.1", "/nowhere", _paths, builtIn.ToHashSet()),
        (path, _) => Task.FromResult(ModuleFile.With($"name={path}")),
        TestContext.Current.CancellationToken);
}
