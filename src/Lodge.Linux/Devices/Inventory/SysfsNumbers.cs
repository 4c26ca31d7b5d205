using System.Globalization;

namespace Lodge.Linux.Devices.Inventory;

/// <summary>Numbers in the kernel's small files.</summary>
internal static class SysfsNumbers
{
    /// <summary>A decimal number, which may be negative; null where there is none.</summary>
    public static long? Decimal(this Sysfs sys, string path) =>
        long.TryParse(sys.Read(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A hexadecimal number, with 0x before it or without; null where there is none.</summary>
    public static int? Hex(this Sysfs sys, string path) =>
        int.TryParse(sys.Read(path)?.Replace("0x", "", StringComparison.Ordinal), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    /// <summary>The path, within the tree, that a folder of a class or a bus stands for.</summary>
    public static string Real(this Sysfs sys, string path)
    {
        var place = sys.At(path);
        return Directory.ResolveLinkTarget(place, returnFinalTarget: true)?.FullName ?? place;
    }
}
