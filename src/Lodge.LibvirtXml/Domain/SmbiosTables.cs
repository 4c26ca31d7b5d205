using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary>The tables of <c>&lt;sysinfo type='smbios'&gt;</c>, each entry by its name, in libvirt's order.</summary>
internal static class SmbiosTables
{
    private static readonly (string Name, Func<SmbiosBios, string?> Get, Func<SmbiosBios, string, SmbiosBios> Set)[] s_bios =
    [
        ("vendor", t => t.Vendor, (t, v) => t with { Vendor = v }),
        ("version", t => t.Version, (t, v) => t with { Version = v }),
        ("date", t => t.Date, (t, v) => t with { Date = v }),
        ("release", t => t.Release, (t, v) => t with { Release = v }),
    ];

    private static readonly (string Name, Func<SmbiosSystem, string?> Get, Func<SmbiosSystem, string, SmbiosSystem> Set)[] s_system =
    [
        ("manufacturer", t => t.Manufacturer, (t, v) => t with { Manufacturer = v }),
        ("product", t => t.Product, (t, v) => t with { Product = v }),
        ("version", t => t.Version, (t, v) => t with { Version = v }),
        ("serial", t => t.Serial, (t, v) => t with { Serial = v }),
        ("sku", t => t.Sku, (t, v) => t with { Sku = v }),
        ("family", t => t.Family, (t, v) => t with { Family = v }),
    ];

    private static readonly (string Name, Func<SmbiosBoard, string?> Get, Func<SmbiosBoard, string, SmbiosBoard> Set)[] s_board =
    [
        ("manufacturer", t => t.Manufacturer, (t, v) => t with { Manufacturer = v }),
        ("product", t => t.Product, (t, v) => t with { Product = v }),
        ("version", t => t.Version, (t, v) => t with { Version = v }),
        ("serial", t => t.Serial, (t, v) => t with { Serial = v }),
        ("asset", t => t.Asset, (t, v) => t with { Asset = v }),
        ("location", t => t.Location, (t, v) => t with { Location = v }),
    ];

    private static readonly (string Name, Func<SmbiosChassis, string?> Get, Func<SmbiosChassis, string, SmbiosChassis> Set)[] s_chassis =
    [
        ("manufacturer", t => t.Manufacturer, (t, v) => t with { Manufacturer = v }),
        ("version", t => t.Version, (t, v) => t with { Version = v }),
        ("serial", t => t.Serial, (t, v) => t with { Serial = v }),
        ("asset", t => t.Asset, (t, v) => t with { Asset = v }),
        ("sku", t => t.Sku, (t, v) => t with { Sku = v }),
    ];

    public static SmbiosDefinition Read(Element info) => new()
    {
        Bios = Table(info, "bios", new SmbiosBios(), s_bios),
        System = Table(info, "system", new SmbiosSystem(), s_system, UuidOf(info)),
        Board = Table(info, "baseBoard", new SmbiosBoard(), s_board),
        Chassis = Table(info, "chassis", new SmbiosChassis(), s_chassis),
        OemStrings = info.Child("oemStrings")?.Children("entry") is { Count: > 0 } strings ? [.. strings.Select(entry => entry.Text)] : null,
    };

    public static void Write(XmlOut output, SmbiosDefinition smbios)
    {
        using var info = output.ElementIfAny("sysinfo");
        if (smbios.Bios is not null || smbios.System is not null || smbios.Board is not null || smbios.Chassis is not null
            || smbios.OemStrings is { Count: > 0 })
        {
            output.Attr("type", "smbios");
        }

        Table(output, "bios", smbios.Bios, s_bios);
        Table(output, "system", smbios.System, s_system);
        Table(output, "baseBoard", smbios.Board, s_board);
        Table(output, "chassis", smbios.Chassis, s_chassis);
        using var strings = output.ElementIfAny("oemStrings");
        foreach (var text in smbios.OemStrings.OrEmpty())
        {
            output.Leaf("entry", text);
        }
    }

    private static T? Table<T>(Element info, string name, T empty, (string Name, Func<T, string?> Get, Func<T, string, T> Set)[] entries, string? domainUuid = null)
        where T : class
    {
        var tables = info.Children(name);
        if (tables.Count == 0)
        {
            return null;
        }

        if (tables.Count > 1)
        {
            throw tables[1].Unsupported($"more than one <{name}> in <sysinfo>");
        }

        var nothing = empty;
        foreach (var entry in tables[0].Children("entry"))
        {
            var (key, text) = (entry.Need("name"), entry.Text);
            var known = Array.Find(entries, candidate => candidate.Name == key);
            empty = known.Set is not null ? known.Set(empty, text)
                : key == "uuid" && domainUuid is not null ? SameUuid(entry, domainUuid, empty)
                : throw entry.Invalid($"unknown entry '{key}' of <{name}>");
        }

        return empty.Equals(nothing) ? null : empty;
    }

    // The guest reads the VM's own UUID; libvirt insists that it is said the same twice.
    private static T SameUuid<T>(Element entry, string domainUuid, T table) =>
        entry.Uuid(entry.Text) == entry.Uuid(domainUuid) ? table
            : throw entry.Invalid("UUID mismatch between <uuid> and <sysinfo>");

    private static string? UuidOf(Element info) => info.Parent?.TextOf("uuid");

    private static void Table<T>(XmlOut output, string name, T? table, (string Name, Func<T, string?> Get, Func<T, string, T> Set)[] entries)
        where T : class
    {
        if (table is null)
        {
            return;
        }

        using var element = output.ElementIfAny(name);
        foreach (var (key, get, _) in entries)
        {
            if (get(table) is { } text)
            {
                using var entry = output.Element("entry");
                output.Attr("name", key);
                output.Text(text);
            }
        }
    }
}
