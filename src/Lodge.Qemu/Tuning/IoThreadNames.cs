using System.Globalization;

namespace Lodge.Qemu.Tuning;

/// <summary>What I/O threads are called in QEMU: as libvirt calls them, <c>iothread1</c> and on.</summary>
internal static class IoThreadNames
{
    private const string Prefix = "iothread";

    /// <summary>The name of an I/O thread.</summary>
    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    /// <summary>The number in a name; null for a thread that is not the definition's.</summary>
    public static int? NumberIn(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
