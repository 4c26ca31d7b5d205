using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Disk;
using Lodge.TestSupport;

namespace Lodge.Storage.Tests.Backends.Disk;

/// <summary>What sfdisk and partx are told, and what is made of their tables.</summary>
public sealed class DiskPlanningTests
{
    private const long Megabyte = 1 << 20;
    private const long DiskBytes = 1024 * Megabyte;
    private const string Device = "/dev/nvme0n1";

    [Fact]
    public void Command_lines_are_those_of_the_golden_file()
    {
        string[] lines =
        [
            Line("sfdisk", DiskArguments.Show("/dev/sdb")),
            Line("sfdisk", DiskArguments.Build("/dev/sdb")),
            $"< {DiskArguments.BuildScript(PartitionTable.Gpt)}",
            $"< {DiskArguments.BuildScript(PartitionTable.Dos)}",
            Line("sfdisk", DiskArguments.Append("/dev/sdb")),
            $"< {DiskArguments.AppendScript(2048, 65536, "web 1")}",
            $"< {DiskArguments.AppendScript(2048, 65536, null)}",
            Line("partx", DiskArguments.Tell("/dev/sdb", 1)),
            Line("partx", DiskArguments.TellAll("/dev/sdb")),
            Line("partx", DiskArguments.Hide("/dev/sdb", 1)),
            Line("sfdisk", DiskArguments.Delete("/dev/sdb", 1)),
            Line("wipefs", DiskArguments.Wipe("/dev/sdb")),
        ];
        Golden.Compare("Golden/commands.txt", string.Concat(lines));
    }

    [Fact]
    public void Smallest_gap_that_takes_a_partition_is_used_at_whole_mebibytes()
    {
        var table = Sample();
        Assert.Equal(new PoolRoom(1022 * Megabyte + 512 * 2015, 512 * 2015 + (200 + 212 + 100) * Megabyte, 510 * Megabyte), DiskRoom.Measure(table, DiskBytes));
        Assert.Equal((411648, 204800), DiskRoom.Find(table, DiskBytes, 100 * Megabyte));
        Assert.Equal((411648, 2048), DiskRoom.Find(table, DiskBytes, 1));
        Assert.Equal((1255424, 206848), DiskRoom.Find(table, DiskBytes, 100 * Megabyte + 1));
        Assert.Null(DiskRoom.Find(table, DiskBytes, 500 * Megabyte));
        Assert.Equal((2048, 204800), DiskRoom.Find(new DiskTable { Label = "dos" }, DiskBytes, 100 * Megabyte));
    }

    [Fact]
    public void Name_is_the_tables_where_that_is_clear_and_the_devices_else()
    {
        var table = Sample();
        Assert.Equal(["nvme0n1p1", "data of \"you\"", "nvme0n1p4"], table.Partitions.Select(partition => DiskNames.Of(table, partition)));
        Assert.Equal(616448, DiskNames.Find(table, "nvme0n1p3")!.Start);
        Assert.Null(DiskNames.Find(table, "web1"));
        Assert.Equal($"{Device}p2", DiskNames.NextNode(table, Device));
        Assert.Equal("/dev/sdb1", DiskNames.NextNode(new DiskTable(), "/dev/sdb"));
        Assert.Null(DiskNames.Label(table, Device, "nvme0n1p2"));
        Assert.Equal("mail", DiskNames.Label(table, Device, "mail"));
        foreach (var wrong in (string[])["nvme0n1p7", "a\"b", "a\\x41", new('a', 37)])
        {
            Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<LodgeException>(() => DiskNames.Label(table, Device, wrong)).Error.Code);
        }

        Assert.Contains("nvme0n1p1", Assert.Throws<LodgeException>(() => DiskNames.Label(new DiskTable { Label = "dos" }, Device, "mail")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_is_no_table_is_an_error()
    {
        Assert.Equal(ErrorCode.StorageFailed, Assert.Throws<LodgeException>(() => DiskTable.Read("{}")).Error.Code);
        Assert.Equal(ErrorCode.StorageFailed, Assert.Throws<LodgeException>(() => DiskTable.Read("no json")).Error.Code);
    }

    private static string Line(string program, IReadOnlyList<string> arguments) => $"{program} {string.Join(' ', arguments)}\n";

    private static DiskTable Sample([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        DiskTable.Read(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Golden", "table.json")));
}
