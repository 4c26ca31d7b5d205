using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Lvm;
using Lodge.Storage.Backends.LvmThin;
using Lodge.TestSupport;

namespace Lodge.Storage.Tests.Backends.Lvm;

/// <summary>What LVM is told, and what it reports.</summary>
public sealed class LvmPlanningTests
{
    private const long Gigabyte = 1L << 30;

    [Fact]
    public void Command_lines_are_those_of_the_golden_file()
    {
        IReadOnlyList<string>[] all =
        [
            LvmArguments.Group("vms"),
            LvmArguments.Devices("vms"),
            LvmArguments.Volumes("vms"),
            LvmArguments.Volumes("vms/web1"),
            LvmArguments.MakeDevice("/dev/sdb"),
            LvmArguments.MakeGroup("vms", ["/dev/sdb", "/dev/sdc"]),
            LvmArguments.Activate("vms", on: true),
            LvmArguments.Activate("vms", on: false),
            LvmArguments.Deactivate("vms", "web1"),
            LvmArguments.Make("vms", "web1", Gigabyte),
            LvmArguments.MakeUnseen("vms", "web1", Gigabyte),
            LvmArguments.Extend("vms", "web1", 2 * Gigabyte),
            LvmArguments.Reduce("vms", "web1", Gigabyte),
            LvmArguments.Delete("vms", "web1"),
            LvmArguments.DeleteGroup("vms"),
            LvmArguments.ForgetDevice("/dev/sdb"),
            LvmArguments.MakeThinPool("vms", "thin", 95),
            LvmArguments.MakeThin("vms", "thin", "web1", Gigabyte),
            LvmArguments.CloneThin("vms", "web1", "web2"),
        ];
        Golden.Compare("Golden/commands.txt", string.Concat(all.Select(arguments => $"{string.Join(' ', arguments)}\n")));
    }

    [Fact]
    public void Report_shows_disks_and_neither_pools_nor_their_parts()
    {
        var volumes = LvmReport.Read(Sample("volumes.json")).Volumes!;
        Assert.Equal(["root", "web1", "web2", "old", "big"], volumes.Where(volume => volume.IsDisk).Select(volume => volume.Name));
        var thin = volumes.Single(volume => volume.Name == "web1");
        Assert.True(thin is { IsThin: true, ThinPool: "thin", Size: 10 * Gigabyte, UsedPercent: 25.5, Path: "/dev/vms/web1" });
        Assert.Null(volumes.Single(volume => volume.Name == "big").UsedPercent);
        Assert.True(LvmReport.Read(Sample("group.json")).Groups is [{ Name: "vms", Size: 107369988096, Free: 53683945472, ExtentSize: 4194304, MissingDevices: 1, Volumes: 5 }]);
    }

    [Fact]
    public void Thin_pool_tells_its_room_and_when_its_tables_fill()
    {
        var pool = LvmReport.Read(Sample("volumes.json")).Volumes!.Single(volume => volume.Name == "thin");
        var measure = LvmThinBackend.Measure(pool, missing: null, new PoolCapabilities());
        Assert.Equal(new PoolRoom(40 * Gigabyte, 34 * Gigabyte, 6 * Gigabyte), measure.Room);
        Assert.Equal(PoolFilling.Warning, measure.Room.FillingBy(null));
        Assert.Contains("92.5 %", measure.Degraded!.Message, StringComparison.Ordinal);
        Assert.Null(LvmThinBackend.Measure(pool with { MetadataPercent = "12.00" }, missing: null, new PoolCapabilities()).Degraded);
    }

    [Theory]
    [InlineData("  Volume group \"vms\" has insufficient free space (63 extents): 16384 required.", ErrorCode.InsufficientResources)]
    [InlineData("  Logical Volume \"web1\" already exists in volume group \"vms\"", ErrorCode.InvalidState)]
    [InlineData("  Logical volume vms/web1 in use.", ErrorCode.ImageInUse)]
    [InlineData("  WARNING: Activation disabled. No device-mapper interaction will be attempted.\n  Failed to find logical volume \"vms/abc\"", ErrorCode.NotFound)]
    [InlineData("  striped: Required device-mapper target(s) not detected in your kernel.\n  Run `lvcreate --help' for more information.", ErrorCode.Unsupported)]
    [InlineData("", ErrorCode.StorageFailed)]
    public void Words_of_LVM_become_errors_to_act_on(string words, ErrorCode code)
    {
        var error = LvmTrouble.Of("make the volume 'web1'", words).Error;
        Assert.Equal(code, error.Code);
        Assert.DoesNotContain("Activation disabled", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--help", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web-1.data+x_2", true)]
    [InlineData("-rf", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("..", false)]
    [InlineData("snapshot1", false)]
    [InlineData("x_tdata", false)]
    [InlineData("größe", false)]
    public void Names_that_LVM_does_not_take_are_known_beforehand(string name, bool possible)
    {
        Assert.Equal(possible, LvmNames.IsPossible(name));
        Assert.False(LvmNames.IsPossible(new string('a', 128)));
    }

    private static string Sample(string name, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Golden", name));
}
