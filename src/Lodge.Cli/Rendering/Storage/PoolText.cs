using System.Globalization;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Model.Json;
using Lodge.Model.Storage;

namespace Lodge.Cli.Rendering.Storage;

/// <summary>What is said of storage pools.</summary>
internal static class PoolText
{
    /// <summary>The table of <c>lodge pool list</c>.</summary>
    public static string Table(IReadOnlyList<Pool> pools, Style style)
    {
        var table = new Table(style, "NAME", "TYPE", "STATE", "AUTOSTART", ">SIZE", ">FREE", ">USED", ">VOLUMES", "WHERE");
        foreach (var pool in pools)
        {
            table.Add(
                Printable.Text(pool.Name),
                TypeOf(pool.Definition.Backend),
                StateOf(pool, style),
                pool.Persistent ? pool.Definition.Autostart ? "yes" : "no" : "–",
                pool.Room is { } size ? Sizes.Of(size.Capacity) : "–",
                pool.Room is { } room ? Sizes.Of(room.Available) : "–",
                Used(pool, style),
                pool.VolumeCount?.ToString(CultureInfo.InvariantCulture) ?? "–",
                Printable.Text(pool.Definition.Backend.TargetPath() ?? "–"));
        }

        return table.ToString();
    }

    /// <summary>The text of <c>lodge pool info</c>.</summary>
    public static string Details(Pool pool, Style style)
    {
        var able = pool.Capabilities;
        return new Details(style)
            .Headline(pool.Definition.Title is { } title ? $"{pool.Name} – {title}" : pool.Name)
            .Line("about", pool.Definition.Description)
            .Line("state", StateWord(pool), pool.IsActive && pool.Problem is null ? style.Green : null)
            .Line("problem", pool.Problem?.Message, style.Red)
            .Line("remedy", pool.Problem?.Remedy)
            .Line("id", pool.Id.ToString())
            .Lines("storage", Fields(pool.Definition.Backend))
            .Line("lifetime", pool.Persistent ? null : "transient: forgotten when it stops")
            .Line("autostart", pool.Persistent ? pool.Definition.Autostart ? "yes" : "no" : null)
            .Line("room", pool.Room is { } room ? $"{Sizes.Of(room.Available)} free of {Sizes.Of(room.Capacity)}, {Percent(room)} used" : null, FillingPaint(pool, style))
            .Line("volumes", pool.VolumeCount?.ToString(CultureInfo.InvariantCulture))
            .Line("formats", able.Formats.Count == 0 ? null : string.Join(", ", able.Formats.Select(Kebab.Of)))
            .Line("can", string.Join(", ", Abilities(able)))
            .Line("note", able.Note)
            .ToString();
    }

    /// <summary>The sentence after a pool was made.</summary>
    public static string Created(Pool pool) => pool.IsActive
        ? $"{pool.Name} is {(pool.Problem is null ? "ready" : "in use")}{(pool.Room is { } room ? $", with {Sizes.Of(room.Available)} free" : "")}.{(pool.Problem is { } problem ? $" {problem.Message}" : "")}"
        : $"{pool.Name} is defined; take it into use: lodge pool start {pool.Name}";

    /// <summary>The kind of a pool, as its definition names it.</summary>
    public static string TypeOf(PoolBackend backend) => backend switch
    {
        FolderPoolBackend => "folder",
        FileSystemPoolBackend => "file-system",
        NfsPoolBackend => "nfs",
        NfsDirectPoolBackend => "nfs-direct",
        LvmPoolBackend => "lvm",
        LvmThinPoolBackend => "lvm-thin",
        DiskPoolBackend => "disk",
        IscsiPoolBackend => "iscsi",
        IscsiDirectPoolBackend => "iscsi-direct",
        RbdPoolBackend => "rbd",
        HttpPoolBackend => "http",
        _ => backend.GetType().Name,
    };

    private static IEnumerable<string> Fields(PoolBackend backend)
    {
        var json = JsonSerializer.SerializeToElement(backend, ApiJson.Default.PoolBackend);
        return json.EnumerateObject().Select(field => $"{field.Name} {field.Value}");
    }

    private static Cell StateOf(Pool pool, Style style) => pool.State switch
    {
        PoolState.Running => new Cell(StateWord(pool), style.Green),
        PoolState.Degraded or PoolState.Inaccessible => new Cell(StateWord(pool), style.Red),
        _ => new Cell(StateWord(pool)),
    };

    private static string StateWord(Pool pool) => pool.State switch
    {
        PoolState.Inactive => "stopped",
        var other => Kebab.Of(other),
    };

    private static Cell Used(Pool pool, Style style) => pool.Room is { } room ? new Cell(Percent(room), FillingPaint(pool, style)) : new Cell("–");

    private static string Percent(PoolRoom room) => string.Create(CultureInfo.InvariantCulture, $"{room.UsedPercent:0} %");

    private static Func<string, string>? FillingPaint(Pool pool, Style style) => pool.Filling switch
    {
        PoolFilling.Warning => style.Yellow,
        PoolFilling.Critical => style.Red,
        _ => null,
    };

    private static IEnumerable<string> Abilities(PoolCapabilities able) => new (bool Can, string What)[]
    {
        (able.Create, "make volumes"),
        (able.Resize, "resize"),
        (able.Thin, "thin volumes"),
        (able.FastClones, "clone in an instant"),
        (able.LinkedClones, "linked clones"),
        (able.Snapshots, "snapshots"),
        (able.Transfer, "upload and download"),
        (able.Shared, "several hosts at once"),
        (able.ReadOnly, "only be read"),
    }.Where(one => one.Can).Select(one => one.What);
}
