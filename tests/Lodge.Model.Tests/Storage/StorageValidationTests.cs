using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;

namespace Lodge.Model.Tests.Storage;

public sealed class StorageValidationTests
{
    private static PoolCapabilities Files { get; } = new() { Formats = [VolumeFormat.Raw, VolumeFormat.Qcow2], Create = true, LinkedClones = true };

    public static TheoryData<string, string> BadNames => new()
    {
        { "", "missing" }, { ".", "folder" }, { "..", "folder" }, { "a/b", "'/'" }, { "a\nb", "line ends" }, { "a\0b", "control" }, { new string('é', 128), "256" },
    };

    [Theory]
    [MemberData(nameof(BadNames))]
    public void Bad_name_is_told_what_is_wrong(string name, string why) => Assert.Contains(why, StorageNames.WhyNot(name), StringComparison.Ordinal);

    [Fact]
    public void Unusual_names_are_names() => Assert.All(["a b", "-x", "ä", ".hidden", new string('x', 255)], name => Assert.Null(StorageNames.WhyNot(name)));

    [Fact]
    public void All_flaws_of_a_pool_are_collected_with_their_paths()
    {
        var flaws = PoolValidator.Check(new PoolDefinition
        {
            Name = "a/b",
            Thresholds = new PoolThresholds(95),
            Backend = new IscsiPoolBackend { Portals = [], Target = "disk" },
        });
        Assert.Equal(["name", "thresholds.critical", "backend.portals", "backend.target"], flaws.Select(flaw => flaw.Field));
    }

    [Fact]
    public void Sound_backends_of_every_kind_pass()
    {
        PoolBackend[] backends =
        [
            new FolderPoolBackend { Path = "/srv/images/" },
            new FileSystemPoolBackend { Device = "/dev/sdb1", Path = "/mnt/a", FileSystem = "xfs", Options = ["noatime"] },
            new NfsPoolBackend { Host = "nas", Export = "/vms", Path = "/mnt/nas", Version = "4.2" },
            new NfsDirectPoolBackend { Host = "[fd00::1]", Export = "/vms" },
            new LvmPoolBackend { VolumeGroup = "vg0" },
            new LvmThinPoolBackend { VolumeGroup = "vg0", ThinPool = "thin" },
            new DiskPoolBackend { Device = "/dev/sdc" },
            new IscsiPoolBackend { Portals = ["10.0.0.1:3260"], Target = "iqn.2004-10.com.example:disk" },
            new IscsiDirectPoolBackend { Portals = ["san"], Target = "eui.0123456789abcdef" },
            new RbdPoolBackend { Monitors = ["a:6789"], Pool = "vms", User = "lodge", SecretId = Guid.NewGuid() },
            new HttpPoolBackend { Url = "https://example.org/images/" },
        ];
        Assert.All(backends, backend => Assert.Empty(PoolValidator.Check(new PoolDefinition { Name = "p", Backend = backend })));
        Assert.Equal(backends.Length, backends.Select(backend => backend.Fingerprint()).Distinct().Count());
    }

    [Fact]
    public void All_flaws_of_a_volume_are_collected_with_their_paths()
    {
        var flaws = VolumeValidator.Check(
            new VolumeRequest { Name = "..", Format = VolumeFormat.Raw, ClusterSize = new ByteSize(1000), Backing = new BackingRequest { Path = "base" }, Compress = true }, Files, fromOther: false);
        Assert.Equal(
            ["name", "backing.path", "backing.format", "backing", "clusterSize", "compress", "clusterSize", "compress"], flaws.Select(flaw => flaw.Field));
    }

    [Fact]
    public void Room_is_fuller_than_its_marks_from_the_mark_on()
    {
        Assert.Equal(PoolFilling.Fine, new PoolRoom(100, 79, 21).FillingBy(null));
        Assert.Equal(PoolFilling.Warning, new PoolRoom(100, 80, 20).FillingBy(null));
        Assert.Equal(PoolFilling.Critical, new PoolRoom(100, 90, 10).FillingBy(null));
        Assert.Equal(PoolFilling.Fine, new PoolRoom(100, 90, 10).FillingBy(new PoolThresholds(95, 99)));
    }
}
