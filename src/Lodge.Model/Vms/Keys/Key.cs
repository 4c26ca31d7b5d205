namespace Lodge.Model.Vms.Keys;

/// <summary>A key of a keyboard, by the names and numbers that different worlds give it; null where one has none.</summary>
/// <param name="Name">Its name in QEMU (QKeyCode), which is Lodge's own name for it.</param>
/// <param name="LinuxName">Its name in Linux' input-event-codes.h.</param>
/// <param name="Linux">Its number there.</param>
/// <param name="AtSet1">Its scan code in AT set 1, with 0xe0 in the high byte for the extended keys.</param>
/// <param name="AtSet2">Its scan code in AT set 2, likewise.</param>
/// <param name="AtSet3">Its scan code in AT set 3.</param>
/// <param name="OsX">Its virtual key code in macOS.</param>
/// <param name="Usb">Its usage id on the keyboard page of USB HID.</param>
/// <param name="Win32">Its virtual key code in Windows.</param>
internal sealed record Key(
    string Name, string LinuxName, int Linux, int? AtSet1, int? AtSet2, int? AtSet3, int? OsX, int? Usb, int? Win32)
{
    private const int Extended = 0xe000;

    /// <summary>As Linux' raw keyboard mode codes set 1: extended keys have bit 8 set.</summary>
    public int? XtKeyboard => AtSet1 is { } code && code >= Extended ? 0x100 | (code & 0x7f) : AtSet1;

    /// <summary>As QEMU and the RFB protocol code set 1: extended keys have bit 7 set.</summary>
    public int? Qnum => AtSet1 is { } code && code > 0x7f ? (code >= Extended ? 0x80 : 0) | (code & 0x7f) : AtSet1;

    /// <summary>The key's number in a set of codes.</summary>
    public int? In(KeyCodeSet set) => set switch
    {
        KeyCodeSet.Linux => Linux,
        KeyCodeSet.Xt or KeyCodeSet.XtKeyboard => XtKeyboard,
        KeyCodeSet.AtSet1 => AtSet1,
        KeyCodeSet.AtSet2 => AtSet2,
        KeyCodeSet.AtSet3 => AtSet3,
        KeyCodeSet.OsX => OsX,
        KeyCodeSet.Usb => Usb,
        KeyCodeSet.Win32 => Win32,
        KeyCodeSet.Qnum => Qnum,
        _ => null,
    };
}
