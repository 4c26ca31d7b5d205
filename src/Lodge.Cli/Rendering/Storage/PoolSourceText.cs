using Lodge.Model.Storage;

namespace Lodge.Cli.Rendering.Storage;

/// <summary>What is said of what storage pools could be made of.</summary>
internal static class PoolSourceText
{
    /// <summary>The table of <c>lodge pool find</c>, whose findings are all of one kind.</summary>
    public static string Table(IReadOnlyList<PoolSource> found, Style style)
    {
        var table = found[0].Kind switch
        {
            PoolSourceKind.Nfs => new Table(style, "HOST", "EXPORT"),
            PoolSourceKind.Lvm => new Table(style, "VOLUME GROUP", "DEVICES"),
            _ => new Table(style, "HOST", "TARGET"),
        };
        foreach (var source in found)
        {
            table.Add(
                Printable.Text(source.VolumeGroup ?? source.Server ?? "–"),
                Printable.Text(source.Export ?? source.Target ?? string.Join(' ', source.Devices ?? [])));
        }

        return table.ToString();
    }
}
