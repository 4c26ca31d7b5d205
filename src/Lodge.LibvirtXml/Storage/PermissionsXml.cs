using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;permissions&gt;</c>: mode, owner and group of a folder or file. -1 stands for whoever makes it.</summary>
internal static class PermissionsXml
{
    /// <summary>Reads those of a target; null when nothing is said.</summary>
    public static FolderPermissions? Read(Element? target)
    {
        if (target?.Child("permissions") is not { } permissions)
        {
            return null;
        }

        var read = new FolderPermissions(Mode(permissions), Number(permissions, "owner"), Number(permissions, "group"));
        return read == new FolderPermissions() ? null : read;
    }

    public static void Write(XmlOut output, FolderPermissions? permissions)
    {
        using var element = output.ElementIfAny("permissions");
        output.Leaf("mode", permissions?.Mode);
        output.Leaf("owner", permissions?.Owner);
        output.Leaf("group", permissions?.Group);
    }

    private static string? Mode(Element permissions) => permissions.TextOf("mode") switch
    {
        null => null,
        { Length: <= 6 } text when text.All(digit => digit is >= '0' and <= '7') && Convert.ToInt32(text, 8) is var bits && bits <= 0xfff =>
            $"0{Convert.ToString(bits, 8).PadLeft(3, '0')}",
        var text => throw permissions.Invalid($"malformed octal mode '{ElementValues.Short(text)}'"),
    };

    private static long? Number(Element permissions, string name) => permissions.LongOf(name) switch
    {
        null or -1 => null,
        >= 0 and <= uint.MaxValue and var id => id,
        var other => throw permissions.Invalid(string.Create(CultureInfo.InvariantCulture, $"malformed {name} element: {other}")),
    };
}
