using System.Globalization;

namespace Lodge.Libvirt.Handlers;

/// <summary>Versions as one number: 7.2.22 is 7002022.</summary>
internal static class VersionNumber
{
    /// <summary>The number of a version text; 0 when it is none. What follows the third number is dropped.</summary>
    public static ulong Of(string? version)
    {
        var number = 0UL;
        var parts = (version ?? "").Split('.', '-', '+', ' ');
        for (var i = 0; i < 3; i++)
        {
            var part = i < parts.Length && uint.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
            number = (number * 1000) + Math.Min(part, 999);
        }

        return number;
    }
}
