using System.Globalization;
using Lodge.Model.Jobs;
using Lodge.Model.Json;

namespace Lodge.Cli.Rendering;

/// <summary>Jobs as tables, lines and progress bars.</summary>
internal static class JobText
{
    private const int BarWidth = 24;

    /// <summary>The table of <c>lodge jobs</c>.</summary>
    public static string Table(IReadOnlyList<Job> jobs, DateTimeOffset now, Style style)
    {
        var table = new Table(style, "JOB", "WORK", "ON", "STATE", ">DONE", ">STARTED", "DETAIL");
        foreach (var job in jobs)
        {
            table.Add(
                job.Id.ToString(),
                Name(job.Kind),
                Printable.Text(job.Subject),
                new Cell(Kebab.Of(job.State), Paint(job.State, style)),
                Percent(job) ?? "",
                $"{Ages.Length(now - job.StartedAt)} ago",
                job.Error?.Message ?? (job.State == JobState.Running ? job.Step : null) ?? "");
        }

        return table.ToString();
    }

    /// <summary>One line that is drawn over and over, no wider than <paramref name="columns"/>.</summary>
    public static string Bar(Job job, DateTimeOffset now, int columns)
    {
        var head = $"{Doing(job.Kind)} {Printable.Text(job.Subject)}";
        var bar = job.Progress is { } share
            ? $"  [{new string('#', (int)(Math.Clamp(share, 0, 1) * BarWidth)).PadRight(BarWidth, '.')}] {Percent(job)}"
            : $"  {Ages.Length(now - job.StartedAt)}";
        var line = $"{head}{bar}{(job.Step is { } step ? $"  {Printable.Text(step)}" : "")}";
        return line.Length < columns ? line : line[..Math.Max(0, columns - 1)];
    }

    /// <summary>One line for a log, said once a step.</summary>
    public static string Step(Job job) => $"{Doing(job.Kind)} {Printable.Text(job.Subject)}: {Printable.Text(job.Step ?? "under way")}";

    /// <summary>What kind of work.</summary>
    public static string Name(JobKind kind) => Kebab.Of(kind).Replace('-', ' ');

    private static string Doing(JobKind kind) => kind switch
    {
        JobKind.ShutDown => "Stopping",
        JobKind.Save => "Saving",
        JobKind.Restore => "Restoring",
        JobKind.BuildImage => "Building image",
        JobKind.Reboot => "Rebooting",
        JobKind.Dump => "Dumping the memory of",
        JobKind.PreparePool => "Building storage pool",
        JobKind.CreateVolume => "Making volume",
        JobKind.CloneVolume => "Copying to volume",
        JobKind.WipeVolume => "Wiping volume",
        JobKind.RebaseVolume => "Rebasing volume",
        JobKind.ResizeVolume => "Resizing volume",
        JobKind.UploadVolume => "Uploading to volume",
        JobKind.SnapshotCreate => "Making a snapshot of",
        JobKind.SnapshotRevert => "Reverting",
        JobKind.SnapshotDelete => "Deleting snapshots of",
        JobKind.CopyDisk => "Copying a disk of",
        JobKind.PullDisk or JobKind.CommitDisk => "Merging images of",
        _ => "Working on",
    };

    private static string? Percent(Job job) => job.Progress is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)(Math.Clamp(share, 0, 1) * 100)} %")
        : null;

    private static Func<string, string>? Paint(JobState state, Style style) => state switch
    {
        JobState.Succeeded => style.Green,
        JobState.Running => style.Yellow,
        _ => style.Red,
    };
}
