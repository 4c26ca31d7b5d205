using System.Globalization;
using Lodge.Api.Contracts.Checkpoints;
using Lodge.Model.Checkpoints;

namespace Lodge.Cli.Rendering;

/// <summary>What <c>lodge checkpoint</c> prints.</summary>
internal static class CheckpointText
{
    /// <summary>One row a checkpoint.</summary>
    public static string List(IReadOnlyList<CheckpointSummary> checkpoints, DateTimeOffset now, Style style)
    {
        var table = new Table(style, "CHECKPOINT", "PARENT", "DISKS", ">AGE", "STATE", "DESCRIPTION");
        foreach (var checkpoint in checkpoints)
        {
            table.Add(
                $"{checkpoint.Name}{(checkpoint.Current ? " *" : "")}",
                checkpoint.Parent ?? "",
                string.Join(", ", checkpoint.Disks),
                Ages.Length(now - checkpoint.CreatedAt),
                checkpoint.Problem is null ? "ok" : "broken",
                Printable.Text(checkpoint.Description ?? ""));
        }

        return table.ToString();
    }

    /// <summary>All about one checkpoint.</summary>
    public static string Details(Checkpoint checkpoint, Style style) => new Details(style)
        .Line("Name", checkpoint.Name)
        .Line("Id", checkpoint.Id.ToString())
        .Line("Description", checkpoint.Description)
        .Line("Made", $"{checkpoint.CreatedAt.ToString("u", CultureInfo.InvariantCulture)}{(checkpoint.Quiesced ? ", file systems quiesced" : "")}")
        .Line("State", checkpoint.Problem is { } problem ? $"broken: {problem}. Make a new full backup with a new checkpoint." : "ok")
        .Lines("Disks", checkpoint.Disks.Select(disk => $"{disk.Disk}: bitmap {disk.Bitmap}"))
        .ToString();

    /// <summary>How much was written, one row a disk.</summary>
    public static string Written(IReadOnlyList<WrittenSince> written, Style style)
    {
        var table = new Table(style, "DISK", ">WRITTEN");
        foreach (var disk in written)
        {
            table.Add(disk.Disk, Sizes.Of(disk.Bytes));
        }

        return table.ToString();
    }

    /// <summary>What was deleted.</summary>
    public static string Deleted(CheckpointScope scope, string checkpoint, string vm) => scope switch
    {
        CheckpointScope.One => $"Checkpoint {checkpoint} of {vm} is deleted.",
        CheckpointScope.WithChildren => $"Checkpoint {checkpoint} of {vm} and those after it are deleted.",
        _ => $"The checkpoints of {vm} after {checkpoint} are deleted.",
    };
}
