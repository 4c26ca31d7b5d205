using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Storage.Validation;

namespace Lodge.Storage.Backends.Disk;

/// <summary>
/// Names of partitions as volumes: the name that the table has for it (GPT), or else that of its device, such as <c>sdb1</c>.
/// A volume can be asked for by either.
/// </summary>
internal static class DiskNames
{
    // UEFI specification, "GPT Partition Entry": 72 bytes of UTF-16.
    private const int MostLetters = 36;

    /// <summary>A partition's name.</summary>
    public static string Of(DiskTable table, DiskPartition partition) =>
        partition.Name is { Length: > 0 } name && StorageNames.WhyNot(name) is null && !LooksLikeNode(name, partition.Node)
        && table.Partitions.Count(other => other.Name == name) == 1
            ? name
            : Path.GetFileName(partition.Node);

    /// <summary>The partition that is called so; null when there is none.</summary>
    public static DiskPartition? Find(DiskTable table, string name) =>
        table.Partitions.FirstOrDefault(partition => !partition.IsContainer && Of(table, partition) == name)
        ?? table.Partitions.FirstOrDefault(partition => !partition.IsContainer && Path.GetFileName(partition.Node) == name);

    /// <summary>The name that a new partition gets in the table; null for none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="device">The disk.</param>
    /// <param name="wanted">What the volume shall be called.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: it cannot be called so.</exception>
    public static string? Label(DiskTable table, string device, string wanted)
    {
        var next = NextNode(table, device);
        if (wanted == Path.GetFileName(next))
        {
            return null;
        }

        if (!table.HasNames || LooksLikeNode(wanted, next))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"The next partition of '{device}' is '{Path.GetFileName(next)}', and cannot be called '{StorageNames.Shown(wanted)}'.",
                table.HasNames ? "Call it so, or give it a name that is not that of another partition's device." : "Call it so: only GPT has names of one's own.");
        }

        return wanted.Length <= MostLetters && !wanted.AsSpan().ContainsAny('"', '\\')
            ? wanted
            : throw new LodgeException(ErrorCode.InvalidArgument, $"'{StorageNames.Shown(wanted)}' is no name for a partition.", $"Use at most {MostLetters} letters, without '\"' and '\\'.");
    }

    /// <summary>The device of the next partition: it gets the lowest number that is free.</summary>
    public static string NextNode(DiskTable table, string device)
    {
        var taken = table.Partitions.Select(partition => Number(partition.Node)).ToHashSet();
        var number = Enumerable.Range(1, taken.Count + 1).First(candidate => !taken.Contains(candidate));
        return string.Create(CultureInfo.InvariantCulture, $"{device}{(char.IsAsciiDigit(device[^1]) ? "p" : "")}{number}");
    }

    /// <summary>The number at a device's end.</summary>
    public static int Number(string node)
    {
        var digits = node.Length - node.AsSpan().TrimEnd("0123456789").Length;
        return int.Parse(node.AsSpan(node.Length - digits), CultureInfo.InvariantCulture);
    }

    private static bool LooksLikeNode(string name, string node)
    {
        var stem = Path.GetFileName(node.TrimEnd("0123456789".ToCharArray()));
        return name.Length > stem.Length && name.StartsWith(stem, StringComparison.Ordinal) && name.AsSpan(stem.Length).ContainsAnyExcept("0123456789") is false;
    }
}
