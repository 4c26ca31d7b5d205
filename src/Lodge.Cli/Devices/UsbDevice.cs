using System.Globalization;
using System.Text.Json.Nodes;
using Lodge.Model.Errors;

namespace Lodge.Cli.Devices;

/// <summary>Reads what <c>lsusb</c> prints of a USB device: <c>1d6b:0002</c>, or bus and device as <c>1.4</c>.</summary>
internal static class UsbDevice
{
    /// <summary>The source of a host device.</summary>
    public static JsonObject Parse(string text) => text.Split(':') switch
    {
        [var vendor, var product] when Number(vendor, NumberStyles.AllowHexSpecifier) is { } v && Number(product, NumberStyles.AllowHexSpecifier) is { } p =>
            new() { ["type"] = "usb", ["vendor"] = v, ["product"] = p },
        [_] when text.Split('.') is [var bus, var device] && Number(bus, NumberStyles.None) is { } b && Number(device, NumberStyles.None) is { } d =>
            new() { ["type"] = "usb", ["bus"] = b, ["device"] = d },
        _ => throw new LodgeException(
            ErrorCode.InvalidArgument, $"'{text}' names no USB device.", "Write VENDOR:PRODUCT as lsusb shows it (1d6b:0002), or BUS.DEVICE (1.4)."),
    };

    private static int? Number(string text, NumberStyles styles) =>
        int.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) && number <= ushort.MaxValue ? number : null;
}
