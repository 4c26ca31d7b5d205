using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Model.Errors;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>What LVM's report commands print with <c>--reportformat json</c>: lists of rows, all of whose values are texts.</summary>
internal sealed record LvmReport
{
    /// <summary>One entry for each report asked for.</summary>
    [JsonPropertyName("report")]
    public IReadOnlyList<LvmRows>? Reports { get; init; }

    /// <summary>Reads what a report command printed.</summary>
    /// <exception cref="LodgeException">It is no report.</exception>
    public static LvmRows Read(string printed)
    {
        try
        {
            return JsonSerializer.Deserialize(printed, LvmJson.Default.LvmReport)?.Reports is [var rows, ..] ? rows : new LvmRows();
        }
        catch (JsonException broken)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"LVM reported what Lodge cannot read: {broken.Message}", "See that lvm2 is of version 2.02.158 or later.", broken);
        }
    }

    /// <summary>The volume groups of a report on devices, by name. LVM writes a device that is gone in brackets.</summary>
    /// <exception cref="LodgeException">It is no report.</exception>
    public static IReadOnlyList<(string Group, IReadOnlyList<string> Devices)> ReadGroups(string printed) =>
    [
        .. (Read(printed).Devices ?? []).Where(device => device.Group.Length > 0)
            .GroupBy(device => device.Group, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Select(device => device.Name).Where(name => name.StartsWith('/'))])),
    ];
}

/// <summary>The rows of one report.</summary>
internal sealed record LvmRows
{
    [JsonPropertyName("vg")]
    public IReadOnlyList<LvmGroup>? Groups { get; init; }

    [JsonPropertyName("pv")]
    public IReadOnlyList<LvmDevice>? Devices { get; init; }

    [JsonPropertyName("lv")]
    public IReadOnlyList<LvmVolume>? Volumes { get; init; }
}

/// <summary>A volume group.</summary>
internal sealed record LvmGroup
{
    [JsonPropertyName("vg_name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("vg_size"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long Size { get; init; }

    [JsonPropertyName("vg_free"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long Free { get; init; }

    [JsonPropertyName("vg_extent_size"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long ExtentSize { get; init; }

    [JsonPropertyName("vg_missing_pv_count"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int MissingDevices { get; init; }

    [JsonPropertyName("lv_count"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int Volumes { get; init; }
}

/// <summary>A device of a volume group.</summary>
internal sealed record LvmDevice
{
    [JsonPropertyName("pv_name")]
    public string Name { get; init; } = "";

    /// <summary>The volume group; empty for a device that is in none.</summary>
    [JsonPropertyName("vg_name")]
    public string Group { get; init; } = "";
}

/// <summary>A logical volume.</summary>
internal sealed record LvmVolume
{
    [JsonPropertyName("lv_name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("lv_size"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long Size { get; init; }

    /// <summary>How it is laid out: words with commas, such as <c>thin,sparse</c>.</summary>
    [JsonPropertyName("lv_layout")]
    public string Layout { get; init; } = "";

    /// <summary>What it is for: words with commas, such as <c>public,snapshot</c>.</summary>
    [JsonPropertyName("lv_role")]
    public string Role { get; init; } = "";

    [JsonPropertyName("lv_path")]
    public string Path { get; init; } = "";

    /// <summary><c>open</c>, or nothing.</summary>
    [JsonPropertyName("lv_device_open")]
    public string DeviceOpen { get; init; } = "";

    /// <summary>What it is a snapshot of; empty for nothing.</summary>
    [JsonPropertyName("origin")]
    public string Origin { get; init; } = "";

    /// <summary>The thin pool that it is in; empty for none.</summary>
    [JsonPropertyName("pool_lv")]
    public string ThinPool { get; init; } = "";

    [JsonPropertyName("data_percent")]
    public string DataPercent { get; init; } = "";

    [JsonPropertyName("metadata_percent")]
    public string MetadataPercent { get; init; } = "";

    /// <summary>Whether it is something that a VM could have as a disk, and no pool or part of another.</summary>
    public bool IsDisk => !Layout.Split(',').Contains("pool") && !Role.Split(',').Contains("private");

    /// <summary>Whether it is in a thin pool.</summary>
    public bool IsThin => ThinPool.Length > 0 && Layout.Split(',').Contains("thin");

    /// <summary>The share of it that is used, 0 to 100; null where LVM does not tell.</summary>
    public double? UsedPercent => Percent(DataPercent);

    /// <summary>The share of its tables that is used, 0 to 100; null where LVM does not tell.</summary>
    public double? UsedTablesPercent => Percent(MetadataPercent);

    private static double? Percent(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var percent) ? Math.Clamp(percent, 0, 100) : null;
}

/// <summary>How reports of LVM are read.</summary>
[JsonSerializable(typeof(LvmReport))]
internal sealed partial class LvmJson : JsonSerializerContext;
