using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Keys;

/// <summary>Ways to name or number the keys of a keyboard. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<KeyCodeSet>))]
public enum KeyCodeSet
{
    /// <summary>Names: those of QEMU, the common short ones, and those of Linux.</summary>
    Names = 0,

    /// <summary>Linux' numbers (input-event-codes.h), or its names.</summary>
    Linux = 1,

    /// <summary>Scan codes of the original PC, as Linux' raw keyboard mode gives them.</summary>
    Xt = 2,

    /// <summary>AT scan codes, set 1.</summary>
    AtSet1 = 3,

    /// <summary>AT scan codes, set 2.</summary>
    AtSet2 = 4,

    /// <summary>AT scan codes, set 3.</summary>
    AtSet3 = 5,

    /// <summary>Virtual key codes of macOS.</summary>
    OsX = 6,

    /// <summary>Linux' raw keyboard mode; as <see cref="Xt"/>.</summary>
    XtKeyboard = 7,

    /// <summary>Usage ids of USB HID.</summary>
    Usb = 8,

    /// <summary>Virtual key codes of Windows.</summary>
    Win32 = 9,

    /// <summary>QEMU's and RFB's own numbers.</summary>
    Qnum = 10,
}
