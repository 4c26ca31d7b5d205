using System.Globalization;
using Lodge.Model.Json;
using Lodge.Model.Storage;

namespace Lodge.Cli.Rendering.Storage;

/// <summary>What is said of volumes.</summary>
internal static class VolumeText
{
    /// <summary>The table of <c>lodge volume list</c>.</summary>
    public static string Table(IReadOnlyList<Volume> volumes, Style style)
    {
        var table = new Table(style, "NAME", "FORMAT", ">SIZE", ">TAKES", "BASED ON", "PROBLEM");
        foreach (var volume in volumes)
        {
            table.Add(
                Printable.Text(volume.Name),
                $"{Kebab.Of(volume.Format)}{(volume.Encrypted ? ", encrypted" : "")}",
                Sizes.Of(volume.Capacity),
                Sizes.Of(volume.Allocation),
                Printable.Text(volume.Backing?.Name ?? "–"),
                Printable.Text(volume.Problem ?? ""));
        }

        return table.ToString();
    }

    /// <summary>The text of <c>lodge volume info</c>.</summary>
    public static string Details(Volume volume, IReadOnlyList<VolumeUser> users, Style style) => new Details(style)
        .Headline($"{volume.Pool}/{volume.Name}")
        .Line("problem", volume.Problem, style.Red)
        .Line("key", volume.Key)
        .Line("format", $"{Kebab.Of(volume.Format)}{(volume.Encrypted ? ", encrypted" : "")}")
        .Line("size", $"{Sizes.Of(volume.Capacity)} ({volume.Capacity.ToString("N0", CultureInfo.InvariantCulture)} bytes)")
        .Line("takes", Sizes.Of(volume.Allocation))
        .Lines("based on", (volume.Chain ?? (volume.Backing is { } one ? [one] : [])).Select(Base))
        .Line("qcow2", volume.Qcow2 is { } own ? Of(own) : null)
        .Line("owner", volume.Permissions is { } rights ? string.Create(CultureInfo.InvariantCulture, $"{rights.Owner}:{rights.Group}, mode {rights.Mode}") : null)
        .Line("changed", volume.ModifiedAt?.ToString("u", CultureInfo.InvariantCulture))
        .Lines("needed by", users.Select(User))
        .ToString();

    private static string Base(VolumeBacking backing) =>
        $"{backing.Name}{(backing.Format is { } format ? $" ({Kebab.Of(format)})" : "")}{(backing.Problem is { } problem ? $": {problem}" : "")}";

    private static string Of(Qcow2Details own) =>
        $"version {own.Version}, clusters of {Sizes.Of(own.ClusterSize)}{(own.ExtendedL2 ? ", subclusters" : "")}{(own.LazyRefcounts ? ", lazy reference counts" : "")}{(own.DataFile is { } file ? $", data in {file}" : "")}{(own.Snapshots is { } count ? $", {count} internal snapshot{(count == 1 ? "" : "s")}" : "")}";

    private static string User(VolumeUser user) => user switch
    {
        { Vm: { } vm } => $"disk {user.Disk} of VM {vm}{(user.Running ? ", which runs" : "")}{(user.IsBacking ? ", as what it is based on" : "")}",
        _ => $"volume {user.Pool}/{user.Volume}, which is based on it",
    };
}
