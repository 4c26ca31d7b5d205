using System.Globalization;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Platform;

/// <summary>What the guest reads of the machine's maker.</summary>
internal static class SmbiosValidator
{
    private const int TextLimit = 255;

    public static void Check(VmDefinition definition, Place root)
    {
        if (definition.Boot.Smbios is not { } smbios)
        {
            return;
        }

        var place = root.In("boot.smbios");
        foreach (var (field, text) in TextsOf(smbios))
        {
            place.Printable(field, text, TextLimit);
        }

        foreach (var (textPlace, text) in place.Each("oemStrings", smbios.OemStrings))
        {
            textPlace.Printable("", text, TextLimit, least: 1);
        }

        CheckFirmware(smbios.Bios, place.In("bios"));
        place.Only(
            smbios.Mode is null or SmbiosMode.Sysinfo,
            "the mode 'sysinfo'",
            ("bios", smbios.Bios), ("system", smbios.System), ("board", smbios.Board), ("chassis", smbios.Chassis), ("oemStrings", smbios.OemStrings));
    }

    private static void CheckFirmware(SmbiosBios? bios, Place place)
    {
        place.AddIf(
            bios?.Date is { } date && !DateOnly.TryParseExact(date, "MM/dd/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date",
            $"must be a date such as '11/23/2026', and is '{bios?.Date}'");
        place.AddIf(
            bios?.Release is { } release && !(release.Split('.') is [var major, var minor] && IsByte(major) && IsByte(minor)),
            "release",
            $"must be two numbers of at most 255 such as '1.2', and is '{bios?.Release}'");
    }

    private static bool IsByte(string text) => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static IEnumerable<(string Field, string? Text)> TextsOf(SmbiosDefinition smbios) =>
    [
        ("bios.vendor", smbios.Bios?.Vendor),
        ("bios.version", smbios.Bios?.Version),
        ("system.manufacturer", smbios.System?.Manufacturer),
        ("system.product", smbios.System?.Product),
        ("system.version", smbios.System?.Version),
        ("system.serial", smbios.System?.Serial),
        ("system.sku", smbios.System?.Sku),
        ("system.family", smbios.System?.Family),
        ("board.manufacturer", smbios.Board?.Manufacturer),
        ("board.product", smbios.Board?.Product),
        ("board.version", smbios.Board?.Version),
        ("board.serial", smbios.Board?.Serial),
        ("board.asset", smbios.Board?.Asset),
        ("board.location", smbios.Board?.Location),
        ("chassis.manufacturer", smbios.Chassis?.Manufacturer),
        ("chassis.version", smbios.Chassis?.Version),
        ("chassis.serial", smbios.Chassis?.Serial),
        ("chassis.asset", smbios.Chassis?.Asset),
        ("chassis.sku", smbios.Chassis?.Sku),
    ];
}
