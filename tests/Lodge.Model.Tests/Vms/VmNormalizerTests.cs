using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Tests.Vms;

public sealed class VmNormalizerTests
{
    [Fact]
    public void Open_values_are_filled_in_and_then_kept_by_a_later_change()
    {
        var first = VmNormalizer.Complete(new VmDefinition
        {
            Name = "web1",
            Disks = [Disk("/a"), Disk("/b") with { Name = "vda" }],
            Nics = [new NicDefinition(), new NicDefinition { Mac = "52:54:00:AA:BB:CC" }],
        });
        Assert.NotEqual(Guid.Empty, first.Id);
        Assert.Equal(["vdb", "vda"], first.Disks.Select(disk => disk.Name));
        Assert.StartsWith("52:54:00:", first.Nics[0].Mac, StringComparison.Ordinal);
        Assert.Equal("52:54:00:aa:bb:cc", first.Nics[1].Mac);

        var second = VmNormalizer.Complete(new VmDefinition { Name = "web1", Disks = [Disk("/a")], Nics = [new NicDefinition()] }, first);
        Assert.Equal((first.Id, "vdb", first.Nics[0].Mac), (second.Id, second.Disks[0].Name, second.Nics[0].Mac));
    }

    [Fact]
    public void Addresses_follow_from_the_id_and_differ_between_cards_and_vms()
    {
        var definition = new VmDefinition { Name = "a", Id = Guid.CreateVersion7(), Nics = [new(), new()] };
        var macs = VmNormalizer.Complete(definition).Nics.Concat(VmNormalizer.Complete(definition with { Id = Guid.CreateVersion7() }).Nics).Select(nic => nic.Mac);
        Assert.Equal(4, macs.Distinct().Count());
        Assert.Equal(VmNormalizer.Complete(definition).Nics, VmNormalizer.Complete(definition).Nics);
    }

    private static DiskDefinition Disk(string path) => new() { Source = new FileDiskSource { Path = path } };
}
