using System.Globalization;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Model.Json;
using Lodge.Model.Snapshots;

namespace Lodge.Cli.Rendering;

/// <summary>What <c>lodge snapshot</c> prints.</summary>
internal static class SnapshotText
{
    /// <summary>One row a snapshot, those that came from another indented below it.</summary>
    public static string Tree(IReadOnlyList<SnapshotSummary> snapshots, DateTimeOffset now, Style style)
    {
        var table = new Table(style, "SNAPSHOT", "STATE", "KIND", "HOLDS", ">AGE", "DESCRIPTION");
        foreach (var root in snapshots.Where(snapshot => snapshot.Parent is null))
        {
            Add(table, root, 0, snapshots, now);
        }

        return table.ToString();
    }

    /// <summary>All about one snapshot.</summary>
    public static string Details(Snapshot snapshot, Style style)
    {
        return new Details(style)
            .Line("Name", snapshot.Name)
            .Line("Id", snapshot.Id.ToString())
            .Line("Description", snapshot.Description)
            .Line("Made", snapshot.CreatedAt.ToString("u", CultureInfo.InvariantCulture))
            .Line("State", $"{Kebab.Of(snapshot.State)}{(snapshot.Quiesced ? ", file systems quiesced" : "")}")
            .Line("Kind", snapshot.IsInternal ? "internal" : "external")
            .Line("Memory", snapshot.Memory is null ? "no" : snapshot.IsInternal ? "in the image of the first disk" : snapshot.Memory)
            .Lines("Disks", snapshot.Disks.Select(disk => $"{disk.Disk}: {disk.Path} ({Kebab.Of(disk.Format)}{(disk.Tag is null ? "" : $", internal snapshot {disk.Tag}")})"))
            .ToString();
    }

    private static void Add(Table table, SnapshotSummary snapshot, int depth, IReadOnlyList<SnapshotSummary> all, DateTimeOffset now)
    {
        table.Add(
            $"{new string(' ', depth * 2)}{snapshot.Name}{(snapshot.Current ? " *" : "")}",
            Kebab.Of(snapshot.State),
            snapshot.Internal ? "internal" : "external",
            $"{string.Join(", ", snapshot.Disks)}{(snapshot.Memory ? ", memory" : "")}",
            Ages.Length(now - snapshot.CreatedAt),
            Printable.Text(snapshot.Description ?? ""));
        foreach (var child in all.Where(other => other.Parent == snapshot.Name))
        {
            Add(table, child, depth + 1, all, now);
        }
    }
}
