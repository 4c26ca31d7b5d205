using System.Globalization;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Disk;

/// <summary>
/// Command lines of sfdisk and partx, and what sfdisk is told on its input. Pure. The kernel is told of single partitions,
/// not to read the whole table anew, which it refuses while any partition is in use.
/// </summary>
internal static class DiskArguments
{
    private static readonly string[] s_quietly = ["-q", "--no-reread", "--no-tell-kernel"];

    /// <summary>Prints the table.</summary>
    public static IReadOnlyList<string> Show(string device) => ["--json", device];

    /// <summary>Makes an empty table; refused by sfdisk when somebody uses the disk.</summary>
    public static IReadOnlyList<string> Build(string device) => ["-q", "--wipe", "always", device];

    /// <summary>What sfdisk is told for <see cref="Build"/>.</summary>
    public static string BuildScript(PartitionTable table) => table == PartitionTable.Dos ? "label: dos\n" : "label: gpt\n";

    /// <summary>Adds a partition, and forgets what file systems were at its place.</summary>
    public static IReadOnlyList<string> Append(string device) => [.. s_quietly, "--wipe-partitions", "always", "--append", device];

    /// <summary>What sfdisk is told for <see cref="Append"/>.</summary>
    public static string AppendScript(long start, long size, string? name) =>
        string.Create(CultureInfo.InvariantCulture, $"start={start}, size={size}, type=L{(name is null ? "" : $", name=\"{name}\"")}\n");

    /// <summary>Takes a partition out of the table.</summary>
    public static IReadOnlyList<string> Delete(string device, int number) => [.. s_quietly, "--delete", device, Text(number)];

    /// <summary>Tells the kernel of one partition.</summary>
    public static IReadOnlyList<string> Tell(string device, int number) => ["--add", "--nr", Text(number), device];

    /// <summary>Tells the kernel of all that changed.</summary>
    public static IReadOnlyList<string> TellAll(string device) => ["--update", device];

    /// <summary>Takes a partition from the kernel, which refuses when somebody uses it.</summary>
    public static IReadOnlyList<string> Hide(string device, int number) => ["--delete", "--nr", Text(number), device];

    /// <summary>Takes the table from a disk (wipefs).</summary>
    public static IReadOnlyList<string> Wipe(string device) => ["-q", "-a", device];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
