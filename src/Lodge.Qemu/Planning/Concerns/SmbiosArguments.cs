using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>What the guest reads of the machine's maker, as <c>dmidecode</c> shows it.</summary>
internal static class SmbiosArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var smbios = context.Definition.Boot.Smbios;
        var tables = smbios?.Mode switch
        {
            SmbiosMode.Host => context.HostSmbios,
            SmbiosMode.Emulate => null,
            _ => smbios,
        };
        if (tables is null)
        {
            return;
        }

        AddTable(plan, 0, Bios(tables.Bios));
        AddTable(plan, 1, System(tables.System));
        AddTable(plan, 2, Board(tables.Board));
        AddTable(plan, 3, Chassis(tables.Chassis));
        AddTable(plan, 11, [.. (tables.OemStrings ?? []).Select(text => ("value", (string?)text))]);
    }

    private static void AddTable(PlanBuilder plan, int type, (string Key, string? Value)[] fields)
    {
        if (fields.Any(field => field.Value is not null))
        {
            plan.Add("-smbios", OptionText.Of("", [("type", PlanBuilder.Text(type)), .. fields]));
        }
    }

    private static (string, string?)[] Bios(SmbiosBios? bios) =>
        [("vendor", bios?.Vendor), ("version", bios?.Version), ("date", bios?.Date), ("release", bios?.Release)];

    private static (string, string?)[] System(SmbiosSystem? system) =>
    [
        ("manufacturer", system?.Manufacturer), ("product", system?.Product), ("version", system?.Version),
        ("serial", system?.Serial), ("sku", system?.Sku), ("family", system?.Family),
    ];

    private static (string, string?)[] Board(SmbiosBoard? board) =>
    [
        ("manufacturer", board?.Manufacturer), ("product", board?.Product), ("version", board?.Version),
        ("serial", board?.Serial), ("asset", board?.Asset), ("location", board?.Location),
    ];

    private static (string, string?)[] Chassis(SmbiosChassis? chassis) =>
    [
        ("manufacturer", chassis?.Manufacturer), ("version", chassis?.Version),
        ("serial", chassis?.Serial), ("asset", chassis?.Asset), ("sku", chassis?.Sku),
    ];
}
